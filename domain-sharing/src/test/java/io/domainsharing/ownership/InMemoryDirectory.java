// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.core.MailAddress;

/** A local directory that a test programs. Thread-safe. */
public final class InMemoryDirectory implements LocalDirectory {
    private final Map<MailAddress, LocalMatch> matches = new ConcurrentHashMap<>();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile boolean catchAll;
    private volatile boolean failing;

    /** How often an exact match was looked for. */
    public int looks() {
        return looks.get();
    }

    public void add(String address, LocalMatch match) {
        matches.put(Addresses.address(address), match);
    }

    public void remove(String address) {
        matches.remove(Addresses.address(address));
    }

    public void setCatchAll(boolean value) {
        catchAll = value;
    }

    public void setFailing(boolean value) {
        failing = value;
    }

    @Override
    public Optional<LocalMatch> exact(MailAddress address) throws DirectoryUnavailableException {
        check();
        looks.incrementAndGet();
        return Optional.ofNullable(matches.get(address));
    }

    @Override
    public boolean catchAll(MailAddress address) throws DirectoryUnavailableException {
        check();
        return catchAll;
    }

    private void check() throws DirectoryUnavailableException {
        if (failing) {
            throw new DirectoryUnavailableException(new IllegalStateException("database down\r\nfake log line"));
        }
    }
}
