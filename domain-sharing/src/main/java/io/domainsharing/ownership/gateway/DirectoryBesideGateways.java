// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.gateway;

import io.domainsharing.ownership.LocalDirectory;
import io.domainsharing.ownership.LocalMatch;
import java.util.Optional;
import org.apache.james.core.MailAddress;

/** This server's own addresses. None of them is in a gateway's domain, whatever James has there. Thread-safe. */
public record DirectoryBesideGateways(LocalDirectory directory, Gateways gateways) implements LocalDirectory {
    @Override
    public Optional<LocalMatch> exact(MailAddress address) throws DirectoryUnavailableException {
        return gateways.contains(address.getDomain()) ? Optional.empty() : directory.exact(address);
    }

    @Override
    public boolean catchAll(MailAddress address) throws DirectoryUnavailableException {
        return !gateways.contains(address.getDomain()) && directory.catchAll(address);
    }
}
