// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.state;

import java.util.Map;
import java.util.Optional;

/**
 * Entries that all nodes of a site see, each changed by one node at a time: of several that change an entry at once exactly one
 * succeeds, and whoever reads afterwards sees what that one has written. Several writers write several texts, so that a writer
 * whose answer got lost can tell whether the entry is its own. Thread-safe; blocks, for some seconds at most: never called on an
 * event loop, a timer or on the way of a RCPT.
 */
public interface SharedState {
    /**
     * The text of an entry that has not expired.
     *
     * @throws StateUnavailableException nobody can say now
     */
    Optional<String> get(StateKey key) throws StateUnavailableException;

    /**
     * Writes an entry that is not there, or has expired.
     *
     * @return whether it was written
     * @throws StateUnavailableException it is not known whether it was written
     */
    boolean putIfAbsent(StateKey key, StateValue value) throws StateUnavailableException;

    /**
     * Takes the place of an entry, which lives as long as the new one says from here on.
     *
     * @param expected the text that it must have
     * @return whether it was replaced
     * @throws StateUnavailableException it is not known whether it was replaced
     */
    boolean compareAndSet(StateKey key, String expected, StateValue next) throws StateUnavailableException;

    /**
     * Removes an entry.
     *
     * @param expected the text that it must have
     * @return whether it was removed
     * @throws StateUnavailableException it is not known whether it was removed
     */
    boolean remove(StateKey key, String expected) throws StateUnavailableException;

    /**
     * All entries of a kind that have not expired, by name.
     *
     * @throws IllegalArgumentException of that kind there are too many
     * @throws StateUnavailableException nobody can say now
     */
    Map<String, String> list(StateKind kind) throws StateUnavailableException;
}
