"""What people come to do, each in one call: issue, redeem, answer, send, publish.

Every service takes the unit of work first and the rest by keyword, the time
(`now`, aware) included. None commits: the edge opens the unit of work, leaving
it commits, raising rolls back. None knows Flask, forms or the command line.
"""
