"""The only room that speaks SQL: what is kept, sealed where it is about a person."""
