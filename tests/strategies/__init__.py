"""What Hypothesis draws: small random questionnaires, and answers to them."""
