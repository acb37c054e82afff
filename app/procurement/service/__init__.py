"""Tenders, the firms that answer them, their annexes."""
