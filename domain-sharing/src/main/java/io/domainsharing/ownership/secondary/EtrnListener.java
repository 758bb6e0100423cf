// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.secondary;

/** Hears what came of each call to a secondary. Called on any thread, event loops included: must not block or throw. */
public interface EtrnListener {
    /** Hears nothing. */
    EtrnListener NONE = new EtrnListener() {};

    /**
     * The secondary has replied to one ETRN.
     *
     * @param accepted it sends what it holds, if anything
     */
    default void etrnAnswered(boolean accepted) {}

    /** It did not reply, or could not be asked. */
    default void etrnUnanswered() {}
}
