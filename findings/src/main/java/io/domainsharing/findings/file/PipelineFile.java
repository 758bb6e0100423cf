// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.file;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.jspecify.annotations.Nullable;

/** {@code mailetcontainer.xml}: whether mail for peers meets our mailets, and in the right order. */
final class PipelineFile {
    static final String NAME = "mailetcontainer.xml";

    private static final String PACKAGE = "io.domainsharing.mailets.";
    private static final String HANDOVER = "DomainSharingMailet";
    private static final String BCC = "RemoveBcc";
    private static final String BCC_OF_JAMES = "RemoveMimeHeader";
    private static final String REWRITE = "RecipientRewriteTable";

    private final ConfFolder folder;
    private final Findings findings;
    private final @Nullable DomainSharingConfiguration configuration;

    /** @param configuration null: it cannot be told */
    PipelineFile(ConfFolder folder, Findings findings, @Nullable DomainSharingConfiguration configuration) {
        this.folder = folder;
        this.findings = findings;
        this.configuration = configuration;
    }

    void check() {
        if (!folder.has(NAME)) {
            findings.error(
                    Rule.PIPELINE_FILE,
                    Place.of(NAME),
                    "is not there: James delivers no mail",
                    "Copy it from james-conf/");
            return;
        }
        try {
            List<Processor> processors = Processor.all(folder.xml("mailetcontainer"));
            processors(processors);
        } catch (ConfigurationException e) {
            findings.error(Rule.PIPELINE_FILE, Place.of(NAME), "cannot be read: " + e.getMessage(), "Correct the XML");
        }
    }

    private void processors(List<Processor> processors) {
        Processor transport = processors.stream()
                .filter(processor -> processor.has(REWRITE))
                .findFirst()
                .orElse(null);
        if (transport == null) {
            findings.error(
                    Rule.REWRITE_TABLE,
                    Place.of(NAME).key("processors"),
                    "has RecipientRewriteTable in no processor: aliases and groups have no effect",
                    "Write it into the processor transport, as james-conf/mailetcontainer.xml has it");
            return;
        }
        handover(processors, transport);
        bcc(transport);
        processors.stream()
                .filter(processor -> processor.state().equals("error") && processor.has("Bounce"))
                .forEach(this::stackTraces);
        if (configuration != null && configuration.lists().share()) {
            lists(transport);
        }
        for (Processor processor : processors) {
            if (processor.steps().stream().anyMatch(step -> step.is("RemoteDelivery") && !step.smartHost())) {
                findings.warning(
                        Rule.REMOTE_DELIVERY,
                        processor.place().value("RemoteDelivery"),
                        "sends mail to hosts that may send it back: an MX of equal or lower precedence than this server",
                        "Write " + PACKAGE + "DeliverByMx in its place, with the same parameters");
            }
        }
    }

    private void handover(List<Processor> processors, Processor transport) {
        int rewrite = transport.positions(REWRITE)[0];
        int[] handovers = transport.positions(HANDOVER);
        int end = transport.firstDelivery();
        if (!Processor.mayHandOver(processors)) {
            findings.error(
                    Rule.HANDOVER_MISSING,
                    transport.place(),
                    "has no DomainSharingMailet before the local deliveries: mail for a colleague on a peer would be accepted and"
                            + " then returned, so a running server defers it with 451",
                    "Write <mailet match=\"All\" class=\"" + PACKAGE + HANDOVER + "\"/> before and behind " + REWRITE
                            + ", as james-conf/mailetcontainer.xml has it, and start James again");
            return;
        }
        boolean before = IntStream.of(handovers).anyMatch(i -> i < rewrite);
        boolean after = IntStream.of(handovers).anyMatch(i -> i > rewrite && i < end);
        if (!before) {
            findings.error(
                    Rule.HANDOVER_MISSING,
                    transport.place(),
                    "has no DomainSharingMailet before RecipientRewriteTable: a local catch-all may take a colleague's mail",
                    "Write <mailet match=\"All\" class=\"" + PACKAGE + HANDOVER + "\"/> before it");
        }
        if (!after) {
            findings.error(
                    Rule.HANDOVER_MISSING,
                    transport.place(),
                    "has no DomainSharingMailet between RecipientRewriteTable and RecipientIsLocal: mail that an alias sends to"
                            + " a colleague is bounced",
                    "Write <mailet match=\"All\" class=\"" + PACKAGE + HANDOVER + "\"/> behind RecipientRewriteTable");
        }
        if (before && after) {
            findings.ok(
                    Rule.HANDOVER_MISSING, transport.place(), "hands over mail before and after RecipientRewriteTable");
        }
    }

    private void bcc(Processor transport) {
        int end = transport.firstDelivery();
        int handedOver = IntStream.of(transport.positions(HANDOVER))
                .filter(i -> i < end)
                .max()
                .orElse(end);
        // One for another header may stand behind the hand-over: it changes what stays here.
        if (IntStream.of(transport.positions(BCC_OF_JAMES))
                .anyMatch(i -> i < handedOver
                        || (i < end && transport.steps().get(i).name().equalsIgnoreCase("bcc")))) {
            findings.warning(
                    Rule.BCC,
                    transport.place().value(BCC_OF_JAMES),
                    "stands before the deliveries: messages do not leave as they came, and one that JavaMail cannot parse is lost",
                    "Move it to the end of the processor, and write <mailet match=\"All\" class=\"" + PACKAGE + BCC
                            + "\"/> before RecipientIsLocal, as james-conf/mailetcontainer.xml has it");
        } else if (IntStream.of(transport.positions(BCC)).noneMatch(i -> i < end)) {
            findings.warning(
                    Rule.BCC,
                    transport.place(),
                    "takes the Bcc field out of no message that is delivered here: every recipient sees it",
                    "Write <mailet match=\"All\" class=\"" + PACKAGE + BCC + "\"/> before RecipientIsLocal");
        }
    }

    private void stackTraces(Processor errors) {
        findings.warning(
                Rule.STACK_TRACES,
                errors.place().value("Bounce"),
                "sends whoever sent the mail the stack trace of the error",
                "Write in its place what james-conf/mailetcontainer.xml has in this processor");
    }

    private void lists(Processor transport) {
        int[] handovers = transport.positions(HANDOVER);
        int[] share = transport.positions("ShareListPosts");
        int[] drop = transport.positions("DropSecondCopies");
        int rewrite = transport.positions(REWRITE)[0];
        if (share.length == 0 || share[0] > rewrite || (handovers.length > 0 && share[0] > handovers[0])) {
            findings.error(
                    Rule.LIST_MAILETS,
                    transport.place(),
                    "has no ShareListPosts before DomainSharingMailet, though lists/share is on: members on peers get no post",
                    "Write <mailet match=\"All\" class=\"" + PACKAGE
                            + "ShareListPosts\"/> before the first DomainSharingMailet");
        }
        if (drop.length == 0 || (handovers.length > 0 && drop[0] < handovers[handovers.length - 1])) {
            findings.error(
                    Rule.LIST_MAILETS,
                    transport.place(),
                    "has no DropSecondCopies behind DomainSharingMailet, though lists/share is on: members may get a post twice",
                    "Write <mailet match=\"All\" class=\"" + PACKAGE
                            + "DropSecondCopies\"/> behind the second DomainSharingMailet");
        }
    }
}
