"""Files that people bring: allow-list checked by content, private storage, guarded serving.

Owns: Upload, the list of types, `check_file`, `serve_upload` (ranges, nosniff, attachment).
Does not own: who may see a file: the view of the app that holds it declares that.
"""
