// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.conf;

import io.domainsharing.commandline.edit.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The hand-over in the processor of {@code mailetcontainer.xml} that rewrites recipients, before and behind that. */
final class TransportEdits {
    static final String REWRITE = "RecipientRewriteTable";

    private static final String BCC_OF_JAMES = "RemoveMimeHeader";
    private static final String HANDOVER = "DomainSharingMailet";
    private static final List<String> LOCAL = List.of("RecipientIsLocal", "HostIsLocal");
    private static final List<String> DELIVERIES = List.of("LocalDelivery", "RemoteDelivery", "DeliverByMx");

    private static final Ours SHARE = new Ours(
            "ShareListPosts", "where <lists><share> is on, gives each peer that has the list too a copy of the post.");
    private static final Ours FIRST = new Ours(
            HANDOVER, "the addresses as they came, before a local catch-all could take a colleague's mail ...");
    private static final Ours SECOND = new Ours(HANDOVER, "... and what aliases and domain aliases made of them.");
    private static final Ours DROP = new Ours(
            "DropSecondCopies",
            "takes out members of shared lists who have had this post already. Behind it only mailets for local and relayed mail.");
    private static final Ours BCC =
            new Ours("RemoveBcc", "does the work of RemoveMimeHeader also where JavaMail cannot parse the message.");

    /** For a processor without a place for them. */
    static final List<String> ALL =
            Stream.of(SHARE, FIRST, SECOND, DROP, BCC).map(Ours::mailet).toList();

    private final FileEdits file;
    private final XmlElement processor;
    private final List<XmlElement> mailets;
    private final XmlElement rewrite;
    private final int delivery;

    TransportEdits(FileEdits file, XmlElement processor) {
        this.file = file;
        this.processor = processor;
        this.mailets = processor.children("mailet");
        this.rewrite = first(mailet -> PipelineEdits.is(mailet, REWRITE)).orElseThrow();
        this.delivery = first(TransportEdits::delivers).map(XmlElement::start).orElse(processor.contentEnd());
    }

    /** One of our mailets, and what it is for. */
    private record Ours(String name, String purpose) {
        String mailet() {
            return "<mailet match=\"All\" class=\"" + PipelineEdits.OURS + name + "\"/>";
        }

        List<String> lines() {
            return List.of(FileEdits.comment(purpose), mailet());
        }
    }

    void propose() {
        if (delivery < rewrite.start()) {
            file.byHand(
                    "delivers mail before RecipientRewriteTable in the processor " + processor.attributeText("state")
                            + ". Write before the first delivery",
                    ALL);
            return;
        }
        before();
        behind();
    }

    private void before() {
        List<String> lines = new ArrayList<>();
        Optional<XmlElement> handover =
                first(mailet -> PipelineEdits.is(mailet, HANDOVER)).filter(mailet -> mailet.start() < rewrite.start());
        if (isMissing(SHARE)) {
            lines.addAll(SHARE.lines());
        }
        if (handover.isEmpty()) {
            lines.addAll(FIRST.lines());
        }
        if (!lines.isEmpty()) {
            lines.add(
                    0,
                    FileEdits.comment(
                            "no mailet that changes messages, RemoveMimeHeader neither, may stand before these:"
                                    + " what changes a header through JavaMail, JavaMail writes anew."));
            file.before(handover.orElse(rewrite), lines, "the hand-over before RecipientRewriteTable");
        }
    }

    private void behind() {
        List<String> lines = new ArrayList<>();
        if (mailets.stream().noneMatch(mailet -> PipelineEdits.is(mailet, HANDOVER) && isBehindRewrite(mailet))) {
            lines.addAll(SECOND.lines());
        }
        if (isMissing(DROP)) {
            lines.addAll(DROP.lines());
        }
        if (isMissing(BCC)) {
            lines.addAll(BCC.lines());
        }
        lines.addAll(movedHeaders());
        if (!lines.isEmpty()) {
            XmlElement last = Stream.of(HANDOVER, DROP.name(), BCC.name())
                    .flatMap(name -> mailets.stream().filter(mailet -> PipelineEdits.is(mailet, name)))
                    .filter(this::isBehindRewrite)
                    .reduce(rewrite, (one, other) -> other.start() > one.start() ? other : one);
            file.behind(last, lines, "the hand-over behind RecipientRewriteTable");
        }
    }

    /** James does not start unless the one for Bcc is in this processor; the others count for what is delivered or relayed here. */
    private List<String> movedHeaders() {
        List<String> moved = new ArrayList<>();
        for (XmlElement mailet : mailets) {
            if (PipelineEdits.is(mailet, BCC_OF_JAMES) && mailet.start() < rewrite.start()) {
                String header = mailet.childText("name");
                boolean isBcc = header.equalsIgnoreCase("bcc");
                List<String> lines = new ArrayList<>();
                if (isBcc) {
                    lines.add(
                            FileEdits.comment(
                                    "James does not start without it in this processor. No mail comes as far; RemoveBcc has been at it."));
                    lines.addAll(file.linesOf(mailet));
                    file.atEnd(processor, lines, "RemoveMimeHeader for Bcc, at the end");
                } else {
                    moved.add(FileEdits.comment(
                            "stood before the hand-over, and changes only what stays here or is relayed."));
                    moved.addAll(file.linesOf(mailet));
                }
                file.replace(
                        mailet,
                        List.of(FileEdits.comment("RemoveMimeHeader for this header stands "
                                + (isBcc ? "at the end of this processor." : "behind the hand-over."))),
                        "no message is changed before the hand-over");
            }
        }
        return moved;
    }

    private boolean isMissing(Ours ours) {
        return first(mailet -> PipelineEdits.is(mailet, ours.name())).isEmpty();
    }

    private boolean isBehindRewrite(XmlElement mailet) {
        return mailet.start() > rewrite.start() && mailet.start() < delivery;
    }

    private Optional<XmlElement> first(Predicate<XmlElement> wanted) {
        return mailets.stream().filter(wanted).findFirst();
    }

    private static boolean delivers(XmlElement mailet) {
        String match = mailet.attributeText("match");
        return LOCAL.contains(match)
                || (match.equals("All") && DELIVERIES.stream().anyMatch(name -> PipelineEdits.is(mailet, name)));
    }
}
