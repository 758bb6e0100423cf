// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.file;

import io.domainsharing.findings.Findings.Place;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;

/** A processor of {@code mailetcontainer.xml} and its mailets in order. */
record Processor(String state, List<Step> steps) {
    private static final String HANDOVER = "DomainSharingMailet";
    private static final List<String> LOCAL = List.of("RecipientIsLocal", "HostIsLocal");
    private static final List<String> DELIVERIES = List.of("LocalDelivery", "RemoteDelivery", "DeliverByMx");

    Processor {
        steps = List.copyOf(steps);
    }

    /**
     * One mailet and the matcher before it.
     *
     * @param smartHost whether it sends all mail to a gateway of the file, and looks up no MX
     * @param name its parameter of that name, such as a header; empty where it has none
     */
    record Step(String mailet, String matcher, boolean smartHost, String name) {
        private static Step of(HierarchicalConfiguration<ImmutableNode> xml) {
            return new Step(
                    xml.getString("[@class]", ""),
                    xml.getString("[@match]", ""),
                    !xml.getString("gateway", "").isBlank(),
                    xml.getString("name", "").strip());
        }

        boolean is(String name) {
            return mailet.equals(name) || mailet.endsWith("." + name);
        }

        private boolean takesAll() {
            return matcher.equals("All") && DELIVERIES.stream().anyMatch(this::is);
        }
    }

    /** All that the file has, in its order. */
    static List<Processor> all(HierarchicalConfiguration<ImmutableNode> file) {
        return file.configurationsAt("processors.processor").stream()
                .map(xml -> new Processor(
                        xml.getString("[@state]", ""),
                        xml.configurationsAt("mailet").stream().map(Step::of).toList()))
                .toList();
    }

    /**
     * Whether mail for peers may meet the hand-over. Only where it certainly does not is the answer no: there is none in any
     * processor, or each stands behind what takes all mail of local domains.
     */
    static boolean mayHandOver(List<Processor> processors) {
        return processors.stream().anyMatch(processor -> IntStream.of(processor.positions(HANDOVER))
                .anyMatch(position -> position < processor.firstDelivery()));
    }

    int[] positions(String mailet) {
        return IntStream.range(0, steps.size())
                .filter(i -> steps.get(i).is(mailet))
                .toArray();
    }

    /** Where the recipients of this server are told from the others, or all are taken. */
    int firstDelivery() {
        return IntStream.range(0, steps.size())
                .filter(i ->
                        LOCAL.contains(steps.get(i).matcher()) || steps.get(i).takesAll())
                .findFirst()
                .orElse(steps.size());
    }

    boolean has(String mailet) {
        return positions(mailet).length > 0;
    }

    Place place() {
        return Place.of(PipelineFile.NAME).key("processors/processor[" + state + "]");
    }
}
