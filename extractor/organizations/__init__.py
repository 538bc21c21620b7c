"""Who is who: the place and the body in an organization's name, and which names are one organization."""
