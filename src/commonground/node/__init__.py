"""node: the one place where clock, disk, network and keys meet. It decides nothing; the rooms below do.

Begin with service.py (`Node`: everything is said through it and shown from it), then app.py (its routes)
and desk/view.py (the picture that a desk draws). running.py and run.py keep a node alive.

    auth      who sits at the desk: sealed keys, sessions, attempts, what every request must show
    api       the desk's HTTP, one file a subject; models holds its JSON
    desk      the desk without HTTP: what it shows, what an officer does, what is kept from him for now
    board     the same facts as plain HTML
    peers     the link to other parties' nodes: signed requests, fetching, TLS
    scenario, drill, demo   stories and practice, played against real nodes
    sheets    scanned maps of one's own party
"""
