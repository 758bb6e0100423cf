// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import org.w3c.dom.Element;

/** The rest of the world, as far as a test needs one: a sink that takes what James sends to foreign domains. */
final class World {
    private World() {}

    /** Changes {@code mailetcontainer.xml}: what is not for a shared domain goes to the sink. */
    static void takesMailForOutside(XmlFile xml, SmtpSink world) {
        takesMailForOutside(xml, world.address());
    }

    /** The same for a sink at host:port. */
    static void takesMailForOutside(XmlFile xml, String world) {
        Element relay = xml.all("processors/processor").stream()
                .filter(processor -> processor.getAttribute("state").equals("relay"))
                .findFirst()
                .orElseThrow();
        Element remoteDelivery = XmlFile.children(relay, "mailet").get(0);
        xml.append(remoteDelivery, "gateway").setTextContent(world);
    }
}
