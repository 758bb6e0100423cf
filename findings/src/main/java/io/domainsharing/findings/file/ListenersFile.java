// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.file;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import io.domainsharing.findings.Severity;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import java.util.List;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.jspecify.annotations.Nullable;

/** {@code smtpserver.xml}: which handlers stand on which listener, and in which order. */
final class ListenersFile {
    static final String NAME = "smtpserver.xml";

    static final String LISTENER = "smtpserver";
    private static final String CHAIN = "handlerchain";
    private static final String RCPT = "io.domainsharing.smtp.DomainSharingRcptHook";
    private static final String MAIL = "io.domainsharing.smtp.DomainSharingMailHook";
    private static final String VRFY = "io.domainsharing.smtp.VrfyCommand";
    private static final String ETRN = "io.domainsharing.smtp.EtrnCommand";
    private static final String STOCK = "ValidRcptHandler";
    private static final String CORE = "org.apache.james.smtpserver.CoreCmdHandlerLoader";

    private final ConfFolder folder;
    private final Findings findings;
    private final JamesRelease james;
    private final @Nullable DomainSharingConfiguration configuration;

    /** @param configuration null: it cannot be told */
    ListenersFile(
            ConfFolder folder,
            Findings findings,
            JamesRelease james,
            @Nullable DomainSharingConfiguration configuration) {
        this.james = james;
        this.folder = folder;
        this.findings = findings;
        this.configuration = configuration;
    }

    void check() {
        if (!folder.has(NAME)) {
            findings.error(
                    Rule.LISTENERS_FILE,
                    Place.of(NAME),
                    "is not there: James takes no mail",
                    "Copy it from james-conf/");
            return;
        }
        try {
            listeners(Listener.all(folder.xml(LISTENER)));
        } catch (ConfigurationException e) {
            findings.error(Rule.LISTENERS_FILE, Place.of(NAME), "cannot be read: " + e.getMessage(), "Correct the XML");
        }
    }

    private void listeners(List<Listener> all) {
        all.forEach(listener -> listener.flags(findings));
        List<Listener> listeners = all.stream().filter(Listener::isEnabled).toList();
        if (listeners.isEmpty()) {
            findings.error(
                    Rule.LISTENERS_FILE,
                    Place.of(NAME),
                    "has no listener that is switched on",
                    "Write enabled=\"true\" at the first <smtpserver>");
            return;
        }
        for (Listener listener : listeners) {
            chain(listener);
        }
        first(listeners.get(0));
        for (Listener listener : listeners.subList(1, listeners.size())) {
            if (listener.isForUsers() && listener.has(RCPT) && !listener.isSubmission(RCPT)) {
                findings.warning(
                        Rule.SUBMISSION_LISTENER,
                        place(listener, CHAIN).value(listener.bind()),
                        "is for users, and yet a peer's rights count there",
                        "Write <submission>true</submission> into DomainSharingRcptHook and DomainSharingMailHook of this listener");
            }
        }
        if (configuration != null
                && configuration.gateways().stream()
                        .anyMatch(gateway -> !gateway.etrn().isNobody())
                && listeners.stream().noneMatch(listener -> listener.has(ETRN))) {
            findings.warning(
                    Rule.ETRN_COMMAND,
                    Place.of(NAME).key(CHAIN),
                    "has EtrnCommand on no listener, so that etrnFrom and etrnUser in " + SharingFile.NAME
                            + " have no effect",
                    "Add <handler class=\"" + ETRN + "\"/> before CoreCmdHandlerLoader");
        }
    }

    private void chain(Listener listener) {
        Place place = place(listener, CHAIN);
        boolean well = recipients(listener, findings);
        well &= mail(listener, place);
        if (well) {
            findings.ok(Rule.RCPT_HOOK_ORDER, place, "has the hooks in the right order");
        }
    }

    /** Finds what answers RCPT by something else than who has the address; whether that is well. */
    static boolean recipients(Listener listener, Findings findings) {
        Place place = place(listener, CHAIN);
        boolean well = true;
        if (!listener.has(RCPT)) {
            findings.error(
                    Rule.RCPT_HOOK_MISSING,
                    place,
                    "has no DomainSharingRcptHook: an address of a colleague on a peer is refused here",
                    "Write <handler class=\"" + RCPT + "\"/> where ValidRcptHandler stands in stock James");
            well = false;
        } else if (listener.has(CORE) && listener.position(RCPT) > listener.position(CORE)) {
            findings.error(
                    Rule.RCPT_HOOK_ORDER,
                    place,
                    "has DomainSharingRcptHook behind CoreCmdHandlerLoader, where it cannot wait for the peers",
                    "Move it before CoreCmdHandlerLoader");
            well = false;
        }
        if (listener.has(STOCK)) {
            findings.error(
                    Rule.VALID_RCPT_HANDLER,
                    place,
                    "has ValidRcptHandler still: it refuses every address that has no account here",
                    "Remove it; DomainSharingRcptHook takes its place");
            well = false;
        }
        return well;
    }

    private boolean mail(Listener listener, Place place) {
        if (listener.has(MAIL)) {
            if ((listener.has(RCPT) && listener.position(MAIL) < listener.position(RCPT))
                    || (listener.has(CORE) && listener.position(MAIL) > listener.position(CORE))) {
                findings.error(
                        Rule.MAIL_HOOK_ORDER,
                        place,
                        "has DomainSharingMailHook in the wrong place",
                        "Write it behind DomainSharingRcptHook and before CoreCmdHandlerLoader");
                return false;
            }
            return true;
        }
        findings.add(
                Rule.MAIL_HOOK_MISSING,
                listener.verifiesIdentity(james) ? Severity.ERROR : Severity.WARNING,
                place,
                "has no DomainSharingMailHook: forged senders of a shared domain are not noticed" + identity(listener),
                "Write <handler class=\"" + MAIL + "\"/> behind DomainSharingRcptHook");
        return false;
    }

    private String identity(Listener listener) {
        if (listener.verifiesIdentity(james)) {
            return ", and with verifyIdentity a peer's mail is refused";
        }
        return james == JamesRelease.UNKNOWN && listener.leavesOutVerifyIdentity()
                ? "; James 3.9 verifies identities where verifyIdentity is left out, and refuses a peer's mail"
                : "";
    }

    private void first(Listener listener) {
        if (listener.isSubmission(RCPT) || listener.isSubmission(MAIL)) {
            findings.error(
                    Rule.MX_LISTENER,
                    place(listener, CHAIN),
                    "is the first listener, where mail of other servers comes in, and says <submission>true</submission>: no"
                            + " session is a peer's",
                    "Remove <submission> from the hooks of this listener");
        } else if (listener.isForUsers()) {
            findings.warning(
                    Rule.MX_LISTENER,
                    place(listener, "bind").value(listener.bind()),
                    "is the first listener, where mail of other servers should come in, and looks like one for users",
                    "Put the listener for port 25 first");
        }
        if (!listener.has(VRFY)) {
            findings.warning(
                    Rule.VRFY_COMMAND,
                    place(listener, CHAIN),
                    "has no VrfyCommand: peers that ask by VRFY learn nothing",
                    "Add <handler class=\"" + VRFY
                            + "\"/> before CoreCmdHandlerLoader, unless all peers ask by Minger");
        } else if (listener.has(CORE) && listener.position(VRFY) > listener.position(CORE)) {
            findings.error(
                    Rule.VRFY_COMMAND,
                    place(listener, CHAIN),
                    "has VrfyCommand behind CoreCmdHandlerLoader, which answers VRFY before it",
                    "Move it before CoreCmdHandlerLoader");
        }
    }

    private static Place place(Listener listener, String key) {
        return Place.of(NAME).key(listener.key(key));
    }
}
