// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import com.google.common.base.CharMatcher;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.waiting.QueuedAddresses;
import io.domainsharing.smtpclient.AddressSyntax;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.jspecify.annotations.Nullable;

/**
 * What every command of ours is looked at for before anything else, in anybody's session and in any domain: that it did not come
 * in clear behind a STARTTLS, and that no octet of it is one that addresses and parameters cannot have. It looks at the command
 * as it came, because James's own reading trims what is at the ends. Passes everything while Domain Sharing is off. Thread-safe.
 */
@Singleton
public final class CommandCheck {
    /** James adds what it lacks: with a domain of its own; any will do here. */
    private static final String SOME_DOMAIN = "@localhost";

    /** The second is James's own. */
    private static final Set<String> NULL_SENDERS = Set.of("", "@");

    private static final CharMatcher SPACE = CharMatcher.is(' ');
    private static final CharMatcher PRINTABLE = CharMatcher.inRange(' ', '~');

    private final boolean enabled;
    private final CommandAudit audit;
    private final QueuedAddresses queued;

    @Inject
    public CommandCheck(DomainSharingConfiguration configuration, CommandAudit audit, QueuedAddresses queued) {
        this(configuration.enabled(), audit, queued);
    }

    CommandCheck(boolean enabled, CommandAudit audit, QueuedAddresses queued) {
        this.enabled = enabled;
        this.audit = audit;
        this.queued = queued;
    }

    boolean isEnabled() {
        return enabled;
    }

    /** What there is to say before anything else; null: the command passes. */
    @Nullable
    Response refusal(SMTPSession session, Request request) {
        if (!enabled) {
            return null;
        }
        if (request.getCommand().equals(TlsStart.VERB)) {
            return TlsStart.begin(session, request);
        }
        if (TlsStart.isUnderWay(session)) {
            return DeferralResponse.BEFORE_TLS;
        }
        return switch (request.getCommand()) {
            case DomainSharingMailHook.VERB -> refusal(
                    session, request, SenderArgument.KEYWORD, address -> AddressRefusal.ofSender(address, queued));
            case DomainSharingRcptHook.VERB -> refusal(
                    session, request, RcptCommand.KEYWORD, address -> AddressRefusal.ofRecipient(address, queued));
            default -> null;
        };
    }

    /** The same once James has read the address, with what it made of it. Empty where there is nothing wrong. */
    Optional<HookResult> refusalOfSender(MailAddress sender) {
        return enabled
                ? AddressRefusal.ofSender(sender.asString(), queued).map(AddressRefusal::asHookResult)
                : Optional.empty();
    }

    /** As for {@link #refusalOfSender}. */
    Optional<HookResult> refusalOfRecipient(MailAddress recipient) {
        return enabled
                ? AddressRefusal.ofRecipient(recipient.asString(), queued).map(AddressRefusal::asHookResult)
                : Optional.empty();
    }

    private @Nullable Response refusal(
            SMTPSession session,
            Request request,
            String keyword,
            Function<String, Optional<AddressRefusal>> addressRefusal) {
        if (isAddressAlone(request.getArgument(), keyword)) {
            return null;
        }
        PathArgument argument =
                PathArgument.parse(request.getArgument(), keyword).orElse(null);
        if (argument == null) {
            return null;
        }
        Response refusal = addressIn(argument)
                .flatMap(addressRefusal)
                .map(AddressRefusal::asResponse)
                .orElseGet(() -> CommandParameters.refusal(argument.parameters()));
        if (refusal != null) {
            audit.command(session, request.getCommand(), request.getArgument(), refusal);
        }
        return refusal;
    }

    /** Whether nothing but an address in brackets is there, and one that any command may carry: so nearly all commands are. */
    private static boolean isAddressAlone(@Nullable String argument, String keyword) {
        int bracket = keyword.length() + 1;
        return argument != null
                && argument.regionMatches(true, 0, keyword, 0, keyword.length())
                && argument.startsWith(":<", keyword.length())
                && argument.endsWith(">")
                && AddressSyntax.of(argument.substring(bracket + 1, argument.length() - 1))
                        .isAscii();
    }

    /** Empty for the null sender, and where James's own answer to what is no path at all says it better. */
    private static Optional<String> addressIn(PathArgument argument) {
        String path = argument.path();
        if (NULL_SENDERS.contains(path) || (!argument.isBracketed() && PRINTABLE.matchesAllOf(path))) {
            return Optional.empty();
        }
        String address = SPACE.trimFrom(path);
        return Optional.of(address.contains("@") ? address : address + SOME_DOMAIN);
    }
}
