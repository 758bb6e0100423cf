// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.secondary;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.Secondary;
import io.domainsharing.ownership.peer.CircuitBreaker;
import io.domainsharing.ownership.secondary.EtrnCaller.Etrn;
import io.domainsharing.ownership.secondary.SecondaryState.Call;
import io.domainsharing.smtpclient.SmtpCommand;
import io.domainsharing.smtpclient.SmtpOutcome;
import io.domainsharing.smtpclient.SmtpOutcome.Answered;
import io.domainsharing.smtpclient.SmtpOutcome.NoAnswer;
import io.domainsharing.smtpclient.SmtpOutcome.Reason;
import io.domainsharing.smtpclient.SmtpServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls to one secondary: its domains one after the other, so that they share a connection, at the first of its hosts
 * that answers. One round at a time, which the caller sees to. Thread-safe; never blocks.
 */
final class SecondaryCalls {
    private static final Logger LOGGER = LoggerFactory.getLogger(SecondaryCalls.class);

    /**
     * A secondary that is silent is asked less and less often, down to this. Not less: where our own line was down all of them were
     * silent, and just then they hold mail.
     */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    private final Secondary secondary;
    private final Duration every;
    private final Etrn etrn;
    private final Clock clock;
    private final EtrnListener listener;
    private final CircuitBreaker breaker;
    private final Map<Domain, Call> calls = new LinkedHashMap<>();
    private int silentRounds;
    private @Nullable Instant next;

    SecondaryCalls(Secondary secondary, Duration every, Etrn etrn, Clock clock, EtrnListener listener) {
        this.secondary = secondary;
        this.every = every;
        this.etrn = etrn;
        this.clock = clock;
        this.listener = listener;
        this.breaker = new CircuitBreaker(clock);
        secondary.domains().forEach(domain -> calls.put(domain, new Call(domain, null, null, "")));
    }

    /** Asks about every domain; the stage never fails. */
    CompletionStage<Void> round() {
        nextAt(null);
        return ask(secondary.domains(), 0);
    }

    /** How long from the end of a round to the next one, before it is spread. */
    synchronized Duration untilNext() {
        if (silentRounds < 2) {
            return every;
        }
        Duration wait = every.multipliedBy(1L << Math.min(silentRounds - 1, 16));
        Duration longest = every.compareTo(LONGEST_WAIT) < 0 ? LONGEST_WAIT : every;
        return wait.compareTo(longest) < 0 ? wait : longest;
    }

    synchronized void nextAt(@Nullable Instant time) {
        next = time;
    }

    synchronized SecondaryState state() {
        return new SecondaryState(secondary, breaker.state(), next, List.copyOf(calls.values()));
    }

    /** @param host the one that answered last, or the first one */
    private CompletionStage<Void> ask(List<Domain> domains, int host) {
        if (domains.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        Domain domain = domains.get(0);
        List<Domain> others = domains.subList(1, domains.size());
        return askHost(domain, host).thenCompose(outcome -> {
            if (outcome instanceof NoAnswer none && host + 1 < secondary.smtp().size()) {
                LOGGER.debug("{} cannot be asked for {}: {}", secondary.smtp().get(host), domain, none);
                return ask(domains, host + 1);
            }
            note(domain, outcome);
            if (outcome instanceof NoAnswer none && isSilence(none.reason())) {
                // Each of the others would cost a time-out, too.
                others.forEach(other -> note(other, outcome));
                return CompletableFuture.completedStage(null);
            }
            return ask(others, host);
        });
    }

    private CompletionStage<SmtpOutcome> askHost(Domain domain, int host) {
        HostAndPort address = secondary.smtp().get(host);
        try {
            return etrn.ask(
                            new SmtpServer(address.getHost(), address.getPort()),
                            new SmtpCommand.Etrn(domain.asString()))
                    .exceptionally(this::failed);
        } catch (RuntimeException e) {
            return CompletableFuture.completedStage(failed(e));
        }
    }

    private SmtpOutcome failed(Throwable failure) {
        LOGGER.error("The question to the secondary {} failed, which it never may", secondary.name(), failure);
        return new NoAnswer(Reason.CLOSED, "the question failed: " + failure.getClass());
    }

    private void note(Domain domain, SmtpOutcome outcome) {
        if (outcome instanceof Answered answered) {
            int code = answered.reply().code();
            boolean accepted = answered.reply().isPositive();
            answered(domain, code, accepted, answered.reply().toString());
            listener.etrnAnswered(accepted);
        } else {
            unanswered(domain, (NoAnswer) outcome);
            listener.etrnUnanswered();
        }
    }

    private synchronized void answered(Domain domain, int code, boolean accepted, String text) {
        Call before = calls.put(domain, new Call(domain, clock.instant(), code, text));
        boolean isNews = before == null || before.code() == null || before.code() != code;
        if (isNews && accepted) {
            LOGGER.info("The secondary {} answers ETRN {}: {}", secondary.name(), domain.asString(), text);
        } else if (isNews) {
            LOGGER.warn(
                    "The secondary {} refuses ETRN {}: {}. What it holds comes by its retries only",
                    secondary.name(),
                    domain.asString(),
                    text);
        }
        heard();
    }

    private static String words(Reason reason) {
        return switch (reason) {
            case TIMEOUT -> "no answer in time";
            case UNREACHABLE -> "cannot be reached";
            case UNRESOLVABLE -> "its name does not resolve";
            case REFUSED -> "it refuses this server";
            case OVERLOADED -> "not asked: too many questions at once";
            case CLOSED -> "not asked: this server is stopping";
        };
    }

    private synchronized void unanswered(Domain domain, NoAnswer none) {
        String text = words(none.reason()) + ": " + none.detail();
        Call before = calls.put(domain, new Call(domain, clock.instant(), null, text));
        if (none.reason() == Reason.REFUSED) {
            refused(domain, text, before == null || !before.text().equals(text));
        } else if (isSilence(none.reason()) && isLast(domain)) {
            silentRounds++;
            if (breaker.silent() == CircuitBreaker.Change.OPENED) {
                LOGGER.warn(
                        "The secondary {} is down: {}. It is asked less often until it answers",
                        secondary.name(),
                        text);
            }
        }
    }

    // It is there, and is asked as often as before; but down it is to us, for it sends nothing.
    private void refused(Domain domain, String text, boolean isNews) {
        silentRounds = 0;
        if (isNews) {
            LOGGER.warn(
                    "The secondary {} cannot be asked for {}: {}. What it holds comes by its retries only",
                    secondary.name(),
                    domain.asString(),
                    text);
        }
        if (isLast(domain)) {
            CircuitBreaker.Change unused = breaker.silent();
        }
    }

    private void heard() {
        silentRounds = 0;
        if (breaker.authentic() == CircuitBreaker.Change.CLOSED) {
            LOGGER.info("The secondary {} answers again", secondary.name());
        }
    }

    // A round is silent once, however many domains it asks about.
    private boolean isLast(Domain domain) {
        return domain.equals(secondary.domains().get(secondary.domains().size() - 1));
    }

    private static boolean isSilence(Reason reason) {
        return reason == Reason.TIMEOUT || reason == Reason.UNREACHABLE || reason == Reason.UNRESOLVABLE;
    }
}
