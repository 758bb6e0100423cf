// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import org.apache.james.core.Domain;

/** Which domains are shared (D5): those listed, or every local domain when none is. Thread-safe. */
@FunctionalInterface
public interface SharedDomains {
    /** What it is while Domain Sharing is switched off (D10): everything then is stock James. */
    SharedDomains NONE = domain -> false;

    boolean contains(Domain domain);
}
