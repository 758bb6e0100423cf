// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import io.domainsharing.minger.digest.Coverage;
import java.time.Duration;

/**
 * What one peer's digest tells of one address at one moment. Immutable.
 *
 * @param coverage what the digest is worth for the domain of the address
 * @param isListed whether the address is in it
 * @param isLive whether the peer is connected, has just been heard, and has said that this is its list of now
 * @param isConfirmed whether that was so since this server started: what was read from disk alone may lack what came to be meanwhile
 * @param isAskedLately whether somebody has asked this server about the address since the digest was made, maybe to create it
 * @param age since the peer last said that this is its list
 */
public record Standing(
        Coverage coverage,
        boolean isListed,
        boolean isLive,
        boolean isConfirmed,
        boolean isAskedLately,
        Duration age) {}
