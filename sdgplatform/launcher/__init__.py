"""Runs the platform on one machine for trying it out, developing and testing.

Owns: the embedded PostgreSQL and Valkey of a data folder, and the processes of `make run`.
Does not own: anything of a real installation (docs/howto/install.md), nor the apps' own data.
"""
