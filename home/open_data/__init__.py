"""What the portal gives away, in public words: rows with documented fields, the same in the API and in the dumps.

Names and explanations are Indonesian and not translated: they are contents, as the words of the catalogue's addresses
are (docs/open-data.md). A name that was published stays; new ones are added.
"""
