"""The explorer: a casebook as pages for a browser, served on this machine.

Every page is rendered here and works as plain links and forms; `static/` holds what draws on top of it. The one state
there is, the filter, lives in the address (`address`). docs/explorer.md is the contract between pages and scripts.
"""
