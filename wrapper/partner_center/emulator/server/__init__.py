"""The HTTPS server: its certificate, the application that serves the contract, the proxy, and the recorded requests."""
