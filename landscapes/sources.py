"""Collections of test functions that several entries of the catalogue cite."""

SURVEY = (
    "Jamil & Yang, A literature survey of benchmark functions for global optimisation problems, "
    "2013, arXiv:1308.4008"
)

LIBRARY = (
    "Surjanovic & Bingham, Virtual Library of Simulation Experiments: Test Functions and "
    "Datasets, 2013, sfu.ca/~ssurjano"
)
