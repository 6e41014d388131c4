"""The identity side: discovery, the token endpoint, the sign-in page, and what they issue."""
