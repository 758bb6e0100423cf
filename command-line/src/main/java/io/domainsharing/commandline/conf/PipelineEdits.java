// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.conf;

import io.domainsharing.commandline.edit.TextEdit;
import io.domainsharing.commandline.edit.XmlElement;
import java.util.List;
import java.util.Optional;

/** {@code mailetcontainer.xml}: mail that travels too far, errors, and mail that leaves; {@link TransportEdits} has the hand-over. */
final class PipelineEdits {
    static final String OURS = "io.domainsharing.mailets.";

    private static final String LOCAL_ADDRESS_ERROR = "local-address-error";
    private static final String REMOTE_DELIVERY = "RemoteDelivery";

    private final FileEdits file;
    private final List<XmlElement> processors;

    private PipelineEdits(FileEdits file, List<XmlElement> processors) {
        this.file = file;
        this.processors = processors;
    }

    static void propose(FileEdits file, XmlElement root) {
        List<XmlElement> processors = root.all("processors", "processor");
        PipelineEdits edits = new PipelineEdits(file, processors);
        edits.hops();
        edits.errors();
        Optional<XmlElement> transport = processors.stream()
                .filter(processor ->
                        processor.children("mailet").stream().anyMatch(mailet -> is(mailet, TransportEdits.REWRITE)))
                .findFirst();
        if (transport.isPresent()) {
            new TransportEdits(file, transport.get()).propose();
        } else {
            file.byHand(
                    "has RecipientRewriteTable in no processor, and the hand-over stands before and behind it. Write into the"
                            + " processor for mail of all recipients, before RecipientIsLocal",
                    TransportEdits.ALL);
        }
        edits.departure();
    }

    /** Whether a mailet is of that class, with or without a package. */
    static boolean is(XmlElement mailet, String name) {
        String type = mailet.attributeText("class");
        return type.equals(name) || type.endsWith("." + name);
    }

    private List<XmlElement> mailets(String state) {
        return processors.stream()
                .filter(processor -> processor.attributeText("state").equals(state))
                .flatMap(processor -> processor.children("mailet").stream())
                .toList();
    }

    /** Stock James drops such mail, or puts it away, and its sender hears nothing. */
    private void hops() {
        boolean canReturn = processors.stream()
                .anyMatch(processor -> processor.attributeText("state").equals(LOCAL_ADDRESS_ERROR));
        List<XmlElement> limits = mailets("root").stream()
                .filter(mailet -> mailet.attributeText("match").startsWith("RelayLimit"))
                .toList();
        boolean returns = limits.stream().anyMatch(mailet -> is(mailet, "ToProcessor"));
        if (canReturn && !returns && !limits.isEmpty()) {
            XmlElement limit = limits.get(0);
            String unit = file.unit(limit);
            file.before(
                    limit,
                    List.of(
                            FileEdits.comment(
                                    "mail that has travelled too far goes back to its sender, who would hear nothing."),
                            "<mailet match=\"" + limit.attributeText("match") + "\" class=\"ToProcessor\">",
                            unit + "<processor>" + LOCAL_ADDRESS_ERROR + "</processor>",
                            unit + "<notice>554 5.4.6 Too many hops</notice>",
                            "</mailet>"),
                    "mail that has travelled too far goes back to its sender");
        }
    }

    /** Stock James sends whoever sent the mail the stack trace. */
    private void errors() {
        for (XmlElement bounce : mailets("error")) {
            if (is(bounce, "Bounce")) {
                String unit = file.unit(bounce);
                String match = bounce.attributeText("match");
                file.replace(
                        bounce,
                        List.of(
                                FileEdits.comment("names the mail in the audit log."),
                                "<mailet match=\"All\" class=\"" + OURS + "AuditFailedMail\"/>",
                                FileEdits.comment(
                                        "in the place of Bounce, which tells the sender the stack trace of the error. DSNBounce"
                                                + " takes its words from delivery-error."),
                                "<mailet match=\"" + match + "\" class=\"SetMailAttribute\">",
                                unit
                                        + "<delivery-error>5.3.0 An error on this server kept the message from being delivered"
                                        + "</delivery-error>",
                                "</mailet>",
                                "<mailet match=\"" + match + "\" class=\"DSNBounce\">",
                                unit + "<attachment>heads</attachment>",
                                unit
                                        + "<messageString>This server could not deliver your message. It keeps the message and its"
                                        + " operator can see why.</messageString>",
                                unit + "<passThrough>true</passThrough>",
                                unit + "<onMailetException>ignore</onMailetException>",
                                "</mailet>"),
                        "the sender is told of an error without its stack trace");
            }
        }
    }

    /** With all its parameters. A smart host is no MX, and stays. */
    private void departure() {
        for (XmlElement processor : processors) {
            for (XmlElement mailet : processor.children("mailet")) {
                Optional<XmlElement.Value> type = mailet.attribute("class");
                if (is(mailet, REMOTE_DELIVERY)
                        && type.isPresent()
                        && mailet.childText("gateway").isEmpty()) {
                    file.before(
                            mailet,
                            List.of(FileEdits.comment(
                                    "RemoteDelivery that never sends to this server itself, nor to an MX of equal or lower"
                                            + " precedence.")),
                            "DeliverByMx in the place of RemoteDelivery");
                    file.add(new TextEdit(
                            type.get().start(), type.get().end(), OURS + "DeliverByMx", "with the same parameters"));
                }
            }
        }
    }
}
