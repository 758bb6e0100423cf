// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.peer.RuntimePeers;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the MX hosts of the shared domains, but for this server, for peers (V3, Merak's distributed domain), and looks again when
 * the TTL is over. What DNS said last stays while it fails, over restarts too; but until it has spoken since the start, its list is
 * {@linkplain #doubt doubtful}: nobody's word but a yes counts then. Thread-safe.
 */
public final class MxPeers implements AutoCloseable {
    static final Duration SHORTEST_WAIT = Duration.ofSeconds(5);
    static final Duration LONGEST_WAIT = DnsMxLookup.LONGEST_TTL;
    static final Duration DOMAINS_EVERY = Duration.ofSeconds(30);

    private static final Logger LOGGER = LoggerFactory.getLogger(MxPeers.class);

    private final MxDomains shared;
    private final MxLookup lookup;
    private final ThisServer self;
    private final RuntimePeers peers;
    private final ScheduledExecutorService timer;
    private final Executor background;
    private final Map<Domain, State> states = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean rereading = new AtomicBoolean();
    private volatile @Nullable ScheduledFuture<?> domainsTimer;
    private volatile boolean closed;

    /** Hears what becomes of peers, one at a time; may block. */
    public interface Listener {
        /** A peer is new or has changed, or what was in doubt is so no more. */
        void came(PeerName peer);

        void left(PeerName peer);
    }

    private static final class State {
        private final Domain domain;
        /** Empty: DNS has spoken since the start. */
        private volatile Optional<String> doubt = Optional.of("DNS has not answered yet");

        /** The hosts of lower precedence than this server. */
        private volatile Set<String> below = Set.of();

        private String said = "";
        private volatile @Nullable ScheduledFuture<?> next;

        State(Domain domain) {
            this.domain = domain;
        }

        boolean isNews(String text) {
            boolean isNews = !text.equals(said);
            said = text;
            return isNews;
        }
    }

    /**
     * Asks nobody before {@link #start}.
     *
     * @param timer starts the looks; runs nothing that blocks
     * @param background writes what is found, and reads James's list of domains; may block
     */
    public MxPeers(
            MxDomains shared,
            MxLookup lookup,
            ThisServer self,
            RuntimePeers peers,
            ScheduledExecutorService timer,
            Executor background) {
        this.shared = shared;
        this.lookup = lookup;
        this.self = self;
        this.peers = peers;
        this.timer = timer;
        this.background = background;
    }

    /** Looks from here on. Called once. */
    public void start() {
        if (shared.areListed()) {
            inBackground(this::readDomains);
        } else {
            long every = DOMAINS_EVERY.toNanos();
            domainsTimer = timer.scheduleWithFixedDelay(this::reread, 0, every, TimeUnit.NANOSECONDS);
        }
    }

    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /** Why it cannot be told yet who the peers of that domain are; empty: they are known, or not found by MX. */
    public Optional<String> doubt(Domain domain) {
        State state = states.get(domain);
        if (state != null) {
            return state.doubt;
        }
        if (!shared.mayContain(domain)) {
            return Optional.empty();
        }
        reread();
        return Optional.of("DNS has not been asked yet");
    }

    /** Whether DNS, since the start, has named that host as one of lower precedence than this server. */
    boolean isBelowThisServer(Domain domain, String host) {
        State state = states.get(domain);
        return state != null && state.below.contains(host);
    }

    /** Ends the looks; the peers stay. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        ScheduledFuture<?> running = domainsTimer;
        if (running != null) {
            running.cancel(false);
        }
        states.values().forEach(MxPeers::cancel);
    }

    // One at a time: a stranger may ask about any number of domains that James may have by now.
    private void reread() {
        if (rereading.compareAndSet(false, true) && !inBackground(this::readDomains)) {
            rereading.set(false);
        }
    }

    private synchronized void readDomains() {
        try {
            Collection<Domain> now = shared.read();
            Map<Domain, List<String>> hosts = new LinkedHashMap<>(peers.mxHosts());
            hosts.keySet().retainAll(now);
            states.values().stream()
                    .filter(state -> !now.contains(state.domain))
                    .forEach(MxPeers::cancel);
            states.keySet().retainAll(now);
            tell(peers.replaceMx(hosts));
            for (Domain domain : now) {
                if (!states.containsKey(domain)) {
                    State state = new State(domain);
                    states.put(domain, state);
                    ask(state);
                }
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.error("The shared domains cannot be read; their MX hosts stay as they are", e);
        } finally {
            rereading.set(false);
        }
    }

    /** @param rank null: DNS names no host */
    private record Found(MxAnswer answer, @Nullable MxRank rank) {}

    private void ask(State state) {
        CompletionStage<Found> unused = answer(state.domain)
                .thenCompose(this::rank)
                .exceptionally(failure -> new Found(new MxAnswer.NoAnswer(String.valueOf(failure)), null))
                .whenComplete((found, failure) -> {
                    // Too much to do at the moment, which must not end the looks.
                    if (!inBackground(() -> learn(state, found))) {
                        askLater(state, SHORTEST_WAIT);
                    }
                });
    }

    // A timer drops a task that throws, so nothing may.
    private CompletionStage<MxAnswer> answer(Domain domain) {
        try {
            return lookup.of(domain);
        } catch (RuntimeException e) {
            LOGGER.error("The look-up of the MX hosts of {} failed, which it never may", domain.asString(), e);
            return CompletableFuture.failedStage(e);
        }
    }

    private CompletionStage<Found> rank(MxAnswer answer) {
        return answer instanceof MxAnswer.Hosts hosts
                ? self.among(hosts.hosts()).thenApply(rank -> new Found(answer, rank))
                : CompletableFuture.completedStage(new Found(answer, null));
    }

    private synchronized void learn(State state, Found found) {
        if (closed || states.get(state.domain) != state) {
            return;
        }
        Duration wait = SHORTEST_WAIT;
        try {
            wait = learn(state, found.answer(), found.rank());
        } catch (IOException | RuntimeException e) {
            LOGGER.error("What DNS says of the MX hosts of {} cannot be stored", state.domain.asString(), e);
        }
        askLater(state, wait.plusSeconds(1));
    }

    private void askLater(State state, Duration wait) {
        if (closed) {
            return;
        }
        long nanos = Math.max(SHORTEST_WAIT.toNanos(), Math.min(LONGEST_WAIT.toNanos(), wait.toNanos()));
        try {
            state.next = timer.schedule(() -> ask(state), nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            closed = true;
        }
    }

    private Duration learn(State state, MxAnswer answer, @Nullable MxRank rank) throws IOException {
        String domain = state.domain.asString();
        if (answer instanceof MxAnswer.Hosts hosts && rank != null) {
            state.below = rank.below().stream().map(MxHost::name).collect(Collectors.toUnmodifiableSet());
            take(state, rank.others().stream().map(MxHost::name).toList());
            if (rank.own().isEmpty() && state.isNews("not among " + rank.others())) {
                LOGGER.warn(
                        "None of the MX hosts of {} is this server, so all of them are taken for peers: {}. If one of them is it,"
                                + " add its name or address to conf/domainsharing.xml: <mx><self>{}</self></mx>",
                        domain,
                        rank.others(),
                        rank.others().get(0).name());
            } else if (state.isNews("among " + rank.others())) {
                LOGGER.info("{} has these peers by MX: {}", domain, rank.others());
            }
            return hosts.ttl();
        } else if (answer instanceof MxAnswer.NoMail noMail) {
            take(state, List.of());
            if (state.isNews("no mail")) {
                LOGGER.warn("{} takes no mail, says DNS (a null MX, RFC 7505): it has no peers", domain);
            }
            return noMail.ttl();
        } else if (answer instanceof MxAnswer.NoHosts) {
            learnNoHosts(state);
        } else if (answer instanceof MxAnswer.NoAnswer none) {
            doubt(state, none.detail());
        }
        return SHORTEST_WAIT;
    }

    // A domain that expires, or a DNS server of another network, must not make colleagues unknown.
    private void learnNoHosts(State state) throws IOException {
        boolean hadSome = !peers.mxHosts().getOrDefault(state.domain, List.of()).isEmpty();
        if (hadSome || shared.areListed()) {
            doubt(state, "it has neither MX records nor an address. Add them, or write <peers/>");
        } else {
            take(state, List.of());
        }
    }

    private static void doubt(State state, String detail) {
        if (state.doubt.isPresent()) {
            state.doubt = Optional.of(detail);
        }
        if (state.isNews("doubt " + detail)) {
            LOGGER.warn(
                    "The MX hosts of {} cannot be told now ({}). {}",
                    state.domain.asString(),
                    detail,
                    state.doubt.isPresent()
                            ? "Addresses that no server claims are answered 451 until they can"
                            : "They stay as they are");
        }
    }

    private void take(State state, List<String> hosts) throws IOException {
        Map<Domain, List<String>> all = new LinkedHashMap<>(peers.mxHosts());
        all.put(state.domain, hosts);
        Set<PeerName> changed = new HashSet<>(peers.replaceMx(all));
        if (state.doubt.isPresent()) {
            state.doubt = Optional.empty();
            changed.add(PreferredPeers.DNS);
        }
        tell(changed);
    }

    private void tell(Set<PeerName> changed) {
        Set<PeerName> all = new HashSet<>();
        peers.all().forEach(peer -> all.add(peer.name()));
        all.add(PreferredPeers.DNS);
        changed.forEach(name -> listeners.forEach(listener -> {
            if (all.contains(name)) {
                listener.came(name);
            } else {
                listener.left(name);
            }
        }));
    }

    private boolean inBackground(Runnable task) {
        try {
            background.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private static void cancel(State state) {
        ScheduledFuture<?> next = state.next;
        if (next != null) {
            next.cancel(false);
        }
    }
}
