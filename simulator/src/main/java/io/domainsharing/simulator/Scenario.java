// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

/**
 * What is simulated.
 *
 * @param addresses of all sites together, whether they exist or not
 * @param digests whether sites know each other's addresses beforehand (docs/address-digests.md)
 */
public record Scenario(int sites, int addresses, boolean digests) {}
