// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.disk.ElementLines;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.xml.sax.SAXParseException;

/**
 * Reads {@code conf/domainsharing.xml} as James reads its own files, so that {@code ${env:NAME}} works: when James starts, and
 * when the file is checked without it.
 */
public final class ConfigurationFile {
    private static final int MOST_MISTAKES = 20;
    private static final NodeName NAMELESS = new NodeName("james");

    private ConfigurationFile() {}

    /**
     * Reads the file; without it Domain Sharing is switched off.
     *
     * @param lines of the same file, for messages
     * @throws BadConfigurationException the file is not XML, or says something that cannot be meant; with every such mistake that can
     *     be told beside the first
     */
    public static DomainSharingConfiguration read(ConfigurationProvider provider, ElementLines lines)
            throws BadConfigurationException {
        List<BadConfigurationException> mistakes = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        while (mistakes.size() < MOST_MISTAKES) {
            HierarchicalConfiguration<ImmutableNode> file = load(provider);
            leftOut.forEach(file::clearTree);
            try {
                DomainSharingConfiguration configuration = DomainSharingConfiguration.from(file, hostName());
                if (mistakes.isEmpty()) {
                    return configuration;
                }
                break;
            } catch (BadConfigurationException e) {
                boolean isNew = mistakes.stream().noneMatch(known -> known.key().equals(e.key()));
                if (isNew) {
                    mistakes.add(e);
                }
                Optional<String> next = MistakenKey.next(e.key(), file, leftOut);
                if (next.isEmpty()) {
                    break;
                }
                leftOut.add(next.get());
            }
        }
        throw BadConfigurationException.of(mistakes, lines);
    }

    private static HierarchicalConfiguration<ImmutableNode> load(ConfigurationProvider provider)
            throws BadConfigurationException {
        try {
            return provider.getConfiguration(DomainSharingConfiguration.NAME);
        } catch (ConfigurationException e) {
            Throwable root = root(e);
            BadConfigurationException bad = new BadConfigurationException("cannot be read: " + root.getMessage(), e);
            // The parser has it beside its message only.
            throw root instanceof SAXParseException parse && parse.getLineNumber() > 0
                    ? bad.atLine(parse.getLineNumber())
                    : bad;
        }
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** The host name of this machine, as far as it can be told and is a name of a node. */
    public static NodeName hostName() {
        try {
            return new NodeName(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException | IllegalArgumentException e) {
            return NAMELESS;
        }
    }
}
