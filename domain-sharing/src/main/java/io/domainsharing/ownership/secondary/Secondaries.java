// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.secondary;

import io.domainsharing.ownership.Secondary;
import java.net.InetAddress;
import java.util.List;
import org.apache.james.core.Domain;

/** The servers that hold our mail while this one is away. Immutable. */
public record Secondaries(List<Secondary> all) {
    /** What it is where there are none, or Domain Sharing is switched off (D10). */
    public static final Secondaries NONE = new Secondaries(List.of());

    public Secondaries {
        all = List.copyOf(all);
    }

    /** Whether that host is one of them for that domain, by the name that the configuration asks it by. */
    public boolean isHost(String name, Domain domain) {
        return all.stream()
                .filter(secondary -> secondary.domains().contains(domain))
                .flatMap(secondary -> secondary.smtp().stream())
                .anyMatch(host -> host.getHost().equalsIgnoreCase(name));
    }

    /** Whether a server at this remote address is one of them, for whatever domain. */
    public boolean isAt(InetAddress remote) {
        for (Secondary secondary : all) {
            if (secondary.isAt(remote)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a server at this remote address holds mail for that domain (R5). */
    public boolean isAt(InetAddress remote, Domain domain) {
        for (Secondary secondary : all) {
            if (secondary.isAt(remote) && secondary.domains().contains(domain)) {
                return true;
            }
        }
        return false;
    }
}
