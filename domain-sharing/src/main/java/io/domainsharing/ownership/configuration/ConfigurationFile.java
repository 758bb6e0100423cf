// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import io.domainsharing.ownership.NodeName;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.server.core.configuration.ConfigurationProvider;

/**
 * Reads {@code conf/domainsharing.xml} as James reads its own files, so that {@code ${env:NAME}} works: when James starts, and
 * when the file is checked without it.
 */
public final class ConfigurationFile {
    private static final NodeName NAMELESS = new NodeName("james");

    private ConfigurationFile() {}

    /**
     * Reads the file; without it Domain Sharing is switched off.
     *
     * @throws BadConfigurationException the file is not XML, or says something that cannot be meant
     */
    public static DomainSharingConfiguration read(ConfigurationProvider provider) throws BadConfigurationException {
        HierarchicalConfiguration<ImmutableNode> file;
        try {
            file = provider.getConfiguration(DomainSharingConfiguration.NAME);
        } catch (ConfigurationException e) {
            throw new BadConfigurationException("cannot be read: " + rootMessage(e), e);
        }
        return DomainSharingConfiguration.from(file, hostName());
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private static NodeName hostName() {
        try {
            return new NodeName(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException | IllegalArgumentException e) {
            return NAMELESS;
        }
    }
}
