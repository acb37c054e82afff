"""Campaigns: people, invitations, answering, the urn, keys, letters, retention."""
