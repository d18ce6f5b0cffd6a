package io.tocsin.logs.watch;

/**
 * The cluster's health.
 *
 * @param status green, yellow or red
 * @param nodes how many nodes it has
 * @param unassignedShards how many shards are on no node
 */
record ClusterFigures(String status, int nodes, int unassignedShards) {}
