"""Pages for people, the foundation: sign-in, languages, templates, forms, live parts, static files.

A service declares its pages once (`site.Site`) and writes routes on `route.PageRoute`.
"""
