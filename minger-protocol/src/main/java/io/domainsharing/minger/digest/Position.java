// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

/**
 * A state of a list.
 *
 * @param epoch of an unbroken history; a server that starts begins another one
 * @param version within the epoch, growing by one with each change
 */
public record Position(long epoch, long version) {
    /** Of one who has nothing yet; no epoch is zero. */
    public static final Position NONE = new Position(0, 0);
}
