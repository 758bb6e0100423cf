// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.gateway;

import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;

/** The domains that this server relays (G1), with the lists of their addresses where they have one. Thread-safe. */
public final class Gateways implements AutoCloseable {
    /** What it is while Domain Sharing is switched off (D10). */
    public static final Gateways NONE = new Gateways(List.of(), Map.of());

    static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final List<Gateway> all;
    private final Map<Domain, Gateway> byDomain;
    private final Map<Domain, AddressFile> files;
    private final AtomicBoolean looking = new AtomicBoolean();
    private @Nullable ScheduledFuture<?> watching;

    private Gateways(List<Gateway> all, Map<Domain, AddressFile> files) {
        this.all = List.copyOf(all);
        this.byDomain = all.stream().collect(Collectors.toUnmodifiableMap(Gateway::domain, Function.identity()));
        this.files = Map.copyOf(files);
    }

    /**
     * Reads the lists of addresses. Blocks while it does.
     *
     * @param gateways one at most for each domain
     * @param path where the file of a James file-system URL is
     * @throws BadConfigurationException a file is missing or broken; the message names file, line and remedy
     */
    public static Gateways open(List<Gateway> gateways, Function<String, Path> path) throws BadConfigurationException {
        Map<Domain, AddressFile> files = new HashMap<>();
        for (Gateway gateway : gateways) {
            String file = gateway.file();
            if (file != null) {
                files.put(gateway.domain(), new AddressFile(gateway, path.apply(file), file));
            }
        }
        return new Gateways(gateways, files);
    }

    /** In configured order. */
    public List<Gateway> all() {
        return all;
    }

    public Optional<Gateway> of(Domain domain) {
        return Optional.ofNullable(byDomain.get(domain));
    }

    public boolean contains(Domain domain) {
        return byDomain.containsKey(domain);
    }

    /** How many addresses the gateway's file holds; empty: it has none. */
    public OptionalInt listed(Gateway gateway) {
        AddressFile file = files.get(gateway.domain());
        return file == null ? OptionalInt.empty() : OptionalInt.of(file.size());
    }

    /**
     * Takes over changed files from here on, two looks after the change. Looks instead of notifications: these miss network
     * file systems, bind mounts and symbolic links that are turned to another file, and cost a thread.
     *
     * @param timer starts the looks; runs nothing that blocks
     * @param disk reads the files; may block
     */
    public synchronized void watch(ScheduledExecutorService timer, Executor disk) {
        if (!files.isEmpty() && watching == null) {
            long every = LOOK_EVERY.toNanos();
            watching = timer.scheduleWithFixedDelay(() -> lookOn(disk), every, every, TimeUnit.NANOSECONDS);
        }
    }

    /** Ends the looks; the addresses stay. Idempotent. */
    @Override
    public synchronized void close() {
        if (watching != null) {
            watching.cancel(false);
        }
    }

    /** Whether the file of the address's gateway has it. */
    boolean lists(MailAddress address) {
        AddressFile file = files.get(address.getDomain());
        return file != null && file.has(address);
    }

    // One look at a time: a disk that hangs holds one thread and no more.
    private void lookOn(Executor disk) {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        try {
            disk.execute(this::look);
        } catch (RejectedExecutionException e) {
            looking.set(false);
        }
    }

    private void look() {
        try {
            files.values().forEach(AddressFile::look);
        } finally {
            looking.set(false);
        }
    }
}
