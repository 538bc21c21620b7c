"""Many files: planned, read by a pool of processes, written in order. The only place that catches all."""
