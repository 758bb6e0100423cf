// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.conf;

import com.google.common.xml.XmlEscapers;
import io.domainsharing.network.Secret;
import java.util.ArrayList;
import java.util.List;

/**
 * Another server and how it is asked.
 *
 * @param secret one that it accepts
 * @param isObserved whether it decides nothing until somebody has it go live
 */
public record PeerEntry(Office office, Secret secret, boolean isObserved) {
    /** One that decides from the start. */
    public PeerEntry(Office office, Secret secret) {
        this(office, secret, false);
    }

    List<String> lines(String unit) {
        List<String> lines = new ArrayList<>();
        lines.add("<peer>");
        lines.add(unit + "<name>" + office.name() + "</name>");
        lines.add(unit + "<smtp>" + office.host() + ":" + office.smtpPort() + "</smtp>");
        if (office.mingerPort() != Office.MINGER) {
            lines.add(unit + "<mingerPort>" + office.mingerPort() + "</mingerPort>");
        }
        lines.add(unit + "<secret>" + written(secret) + "</secret>");
        if (isObserved) {
            lines.add(unit + "<mode>observe</mode>");
        }
        lines.add("</peer>");
        return lines;
    }

    static String written(Secret secret) {
        return XmlEscapers.xmlContentEscaper().escape(secret.value());
    }
}
