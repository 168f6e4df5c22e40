"""`/healthz`: whether database, broker, worker and storage answer."""
