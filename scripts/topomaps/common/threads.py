"""How many threads numerical code may use."""

from threadpoolctl import threadpool_info


def allowed_threads():
    """As many as linear algebra may, so that one limit, as of threadpoolctl, serves both."""
    known = [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]
    return min(known, default=1)
