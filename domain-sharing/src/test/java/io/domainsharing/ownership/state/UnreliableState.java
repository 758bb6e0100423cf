// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.state;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** A database that a test takes away and brings back. */
public final class UnreliableState implements SharedState {
    private final SharedState state;
    private volatile boolean away;

    public UnreliableState(SharedState state) {
        this.state = state;
    }

    public void goAway() {
        away = true;
    }

    public void comeBack() {
        away = false;
    }

    @Override
    public Optional<String> get(StateKey key) throws StateUnavailableException {
        return reached().get(key);
    }

    @Override
    public boolean putIfAbsent(StateKey key, StateValue value) throws StateUnavailableException {
        return reached().putIfAbsent(key, value);
    }

    @Override
    public boolean compareAndSet(StateKey key, String expected, StateValue next) throws StateUnavailableException {
        return reached().compareAndSet(key, expected, next);
    }

    @Override
    public boolean remove(StateKey key, String expected) throws StateUnavailableException {
        return reached().remove(key, expected);
    }

    @Override
    public Map<String, String> list(StateKind kind) throws StateUnavailableException {
        return reached().list(kind);
    }

    private SharedState reached() throws StateUnavailableException {
        if (away) {
            throw new StateUnavailableException("the database is away", new IOException("away"));
        }
        return state;
    }
}
