// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.file;

import io.domainsharing.ownership.disk.PlainXml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.interpol.DefaultLookups;
import org.apache.commons.configuration2.interpol.Lookup;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.util.LoggingLevel;
import org.xml.sax.SAXException;

/**
 * The XML files of a folder, by James's own reader, where somebody else may have written them: reading one opens no other file and
 * asks no other machine. So there is no DOCTYPE, whose entities could, and of <code>${...}</code> only {@code env}, the file's own
 * keys, and for a secret a file in {@code /run/secrets} or {@code /run/credentials} are looked up.
 */
final class XmlFiles implements ConfigurationProvider {
    /** Others read files, ask DNS or load classes. */
    static final Map<String, Lookup> LOOKUPS = Map.of(PlainXml.ENVIRONMENT, DefaultLookups.ENVIRONMENT.getLookup());

    private static final long LARGEST = 4 * 1024 * 1024;

    private final Path folder;

    XmlFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads a file.
     *
     * @param component the name of the file without its ending, and the way to a part of it behind a dot
     * @return empty where there is no such file, as James has it
     * @throws ConfigurationException it is no XML, is too large, or has a DOCTYPE
     */
    @Override
    public HierarchicalConfiguration<ImmutableNode> getConfiguration(String component, LoggingLevel unused)
            throws ConfigurationException {
        int end = component.indexOf('.');
        Path file = folder.resolve((end < 0 ? component : component.substring(0, end)) + ".xml");
        if (!Files.isRegularFile(file)) {
            return new XMLConfiguration();
        }
        XMLConfiguration xml = FileConfigurationProvider.getConfig(new ByteArrayInputStream(plain(file)));
        try {
            PlainXml.requireNoReferenceButToSecrets(
                    xml.getNodeModel().getNodeHandler().getRootNode());
        } catch (IOException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
        return end < 0 ? xml : xml.configurationAt(component.substring(end + 1));
    }

    // The same octets are looked at and read.
    private static byte[] plain(Path file) throws ConfigurationException {
        try {
            if (Files.size(file) > LARGEST) {
                throw new ConfigurationException("it is larger than " + LARGEST + " octets");
            }
            return PlainXml.requirePlain(Files.readAllBytes(file));
        } catch (IOException | SAXException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
    }
}
