"""Letters that leave by e-mail: to citizens who left an address, and to those who answer for a team.

A letter is stored with what causes it (`outbox.py`, `letters.py`) and sent later (`sender.py`, `smtp.py`).
"""
