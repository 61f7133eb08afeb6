"""What held on a day: pure functions from what reports tell (`types.ControlSign` and its kin) to control, ties, plans, tolls and disagreements."""
