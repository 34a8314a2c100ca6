"""The names of the places where reports can be made."""

THREADS = "threads"
# What registers the backends of other projects with joblib: module, function.
REGISTERED = {
    "ray": ("ray.util.joblib", "register_ray"),
    "spark": ("joblibspark", "register_spark"),
}
BACKENDS = (THREADS, "dask", *REGISTERED)
