"""What supervisors read: figures, charts, files for a spreadsheet, the conversations behind a number."""
