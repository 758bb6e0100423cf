// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.network.Escaped;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.configuration.AccountsConfiguration;
import io.domainsharing.ownership.configuration.AccountsConfiguration.WhenPeerUnreachable;
import io.domainsharing.ownership.pin.Pin;
import io.domainsharing.ownership.pin.Pins;
import io.domainsharing.smtpclient.AddressSyntax;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.james.core.MailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether an account or alias may be created here: not while a peer has the address. Every peer is asked afresh, all at
 * once; of an address that an operator has pinned, nobody. What two servers create in the same instant is not seen here, but by {@link
 * CreationCheck}. Thread-safe; reads James's repositories on the caller's thread; the stage completes within the look-up budget, maybe
 * on an event loop, and never exceptionally.
 */
public final class AccountGuard {
    private static final Logger LOGGER = LoggerFactory.getLogger(AccountGuard.class);

    private final OwnershipResolver resolver;
    private final FreshLookup freshLookup;
    private final Pins pins;
    private final WhenPeerUnreachable whenUnreachable;
    private final boolean asksThoughPinned;
    private final Consumer<MailAddress> allowed;

    /** What the peers' replies mean for the address. */
    public sealed interface Decision {
        record Allowed() implements Decision {}

        /**
         * It must not be created.
         *
         * @param reason for whoever wanted to create it
         */
        record Refused(String reason) implements Decision {}
    }

    /**
     * Guards by these parts.
     *
     * @param asksThoughPinned whether the peers have to hear of an address that is pinned to this server, too, whatever they answer:
     *     where a digest promises that they hear of each
     * @param allowed told each address that is about to be created, before whoever creates it; must not block
     */
    public AccountGuard(
            OwnershipResolver resolver,
            FreshLookup freshLookup,
            Pins pins,
            AccountsConfiguration configuration,
            boolean asksThoughPinned,
            Consumer<MailAddress> allowed) {
        this.resolver = resolver;
        this.freshLookup = freshLookup;
        this.pins = pins;
        this.whenUnreachable = configuration.whenPeerUnreachable();
        this.asksThoughPinned = asksThoughPinned;
        this.allowed = allowed;
    }

    /** Decides about one address. One that exists here already is James's own business: no peer is asked. */
    public CompletionStage<Decision> mayCreate(MailAddress address) {
        if (resolver.local(address) instanceof Verdict.Local) {
            return CompletableFuture.completedStage(new Decision.Allowed());
        }
        AddressSyntax syntax = AddressSyntax.of(address.asString());
        if (!syntax.isValid()) {
            return CompletableFuture.completedStage(
                    new Decision.Refused("'" + shown(address) + "' can be no address: " + syntax.reason()));
        }
        Optional<Pin> pin = pins.counting(address);
        if (pin.isPresent()) {
            Decision decision = decide(pin.get());
            return asksThoughPinned && decision instanceof Decision.Allowed
                    ? freshLookup.ask(address).thenApply(replies -> settled(address, unlessSilent(address, replies)))
                    : CompletableFuture.completedStage(settled(address, decision));
        }
        return freshLookup.ask(address).thenApply(replies -> settled(address, decide(address, replies)));
    }

    private Decision settled(MailAddress address, Decision decision) {
        if (decision instanceof Decision.Allowed) {
            // It is about to live here: what was remembered of it counts no longer.
            resolver.evict(address);
            allowed.accept(address);
        }
        return decision;
    }

    private static Decision decide(Pin pin) {
        return pin.isHere()
                ? new Decision.Allowed()
                : new Decision.Refused("'" + Escaped.of(pin.address().value()) + "' is pinned to peer " + pin.owner()
                        + "; remove that pin first (domain-sharing pins remove)");
    }

    private Decision decide(MailAddress address, List<FreshLookup.Reply> replies) {
        List<FreshLookup.Reply> owners =
                replies.stream().filter(FreshLookup.Reply::isClaim).toList();
        if (!owners.isEmpty()) {
            return new Decision.Refused("'" + shown(address) + "' already exists on " + names(owners));
        }
        List<FreshLookup.Reply> silent =
                replies.stream().filter(FreshLookup.Reply::isMissing).toList();
        if (silent.isEmpty()) {
            warnOfWorthless(address, replies);
            return new Decision.Allowed();
        }
        if (whenUnreachable == WhenPeerUnreachable.ALLOW) {
            LOGGER.warn(
                    "'{}' may be created here although {} could not be asked whether it exists there",
                    shown(address),
                    names(silent));
            return new Decision.Allowed();
        }
        return new Decision.Refused(unasked(address, silent));
    }

    private Decision unlessSilent(MailAddress address, List<FreshLookup.Reply> replies) {
        List<FreshLookup.Reply> silent =
                replies.stream().filter(FreshLookup.Reply::isMissing).toList();
        return silent.isEmpty() || whenUnreachable == WhenPeerUnreachable.ALLOW
                ? new Decision.Allowed()
                : new Decision.Refused(unasked(address, silent));
    }

    // To refuse would mean that no account is ever created here.
    private static void warnOfWorthless(MailAddress address, List<FreshLookup.Reply> replies) {
        List<FreshLookup.Reply> worthless =
                replies.stream().filter(FreshLookup.Reply::acceptsEverything).toList();
        if (!worthless.isEmpty()) {
            LOGGER.warn(
                    "'{}' may be created here although {} cannot tell whether it exists there: every address is accepted"
                            + " there",
                    shown(address),
                    names(worthless));
        }
    }

    private static String unasked(MailAddress address, List<FreshLookup.Reply> silent) {
        String others = silent.stream()
                .skip(1)
                .map(reply -> ", nor could peer " + reply.peer() + why(reply))
                .collect(Collectors.joining());
        return "peer " + silent.get(0).peer() + " could not be asked whether it has '" + shown(address) + "'"
                + why(silent.get(0)) + others + "; " + remedy(address) + ", or set"
                + " <accounts><whenPeerUnreachable>allow</whenPeerUnreachable></accounts> in conf/domainsharing.xml";
    }

    /** No command of a look-up carries what is beyond ASCII, so waiting does not help there. */
    private static String remedy(MailAddress address) {
        return AddressSyntax.of(address.asString()).isAscii() ? "try again later" : "choose an address in ASCII";
    }

    private static String shown(MailAddress address) {
        return Escaped.of(address.asString());
    }

    private static String why(FreshLookup.Reply reply) {
        return reply.answer() instanceof NoAnswer none ? " (" + none.text() + ")" : "";
    }

    private static String names(List<FreshLookup.Reply> replies) {
        return replies.stream().map(reply -> "peer " + reply.peer()).collect(Collectors.joining(" and "));
    }
}
