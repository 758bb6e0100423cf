// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.check;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.interpol.DefaultLookups;
import org.apache.commons.configuration2.interpol.Lookup;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.util.LoggingLevel;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.ext.DefaultHandler2;

/**
 * The XML files of a folder, by James's own reader, where somebody else may have written them: reading one opens no other file and
 * asks no other machine. So there is no DOCTYPE, whose entities could, and of <code>${...}</code> only {@code env} and the file's own
 * keys are looked up.
 */
final class XmlFiles implements ConfigurationProvider {
    /** Others read files, ask DNS or load classes. */
    static final Map<String, Lookup> LOOKUPS =
            Map.of(DefaultLookups.ENVIRONMENT.getPrefix(), DefaultLookups.ENVIRONMENT.getLookup());

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^:}]*):");
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
        noReferenceElsewhere(xml.getNodeModel().getNodeHandler().getRootNode());
        return end < 0 ? xml : xml.configurationAt(component.substring(end + 1));
    }

    // The same octets are looked at and read.
    private static byte[] plain(Path file) throws ConfigurationException {
        try {
            if (Files.size(file) > LARGEST) {
                throw new ConfigurationException("it is larger than " + LARGEST + " octets");
            }
            byte[] octets = Files.readAllBytes(file);
            parser().parse(new ByteArrayInputStream(octets), new NoDoctype());
            return octets;
        } catch (IOException | SAXException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
    }

    // Each part that is taken out of a configuration looks references up anew, so they are looked for before.
    private static void noReferenceElsewhere(ImmutableNode element) throws ConfigurationException {
        for (Object text : Stream.concat(
                        Optional.ofNullable(element.getValue()).stream(), element.getAttributes().values().stream())
                .toList()) {
            Matcher reference = REFERENCE.matcher(String.valueOf(text));
            while (reference.find()) {
                if (!LOOKUPS.containsKey(reference.group(1))) {
                    throw new ConfigurationException("<" + element.getNodeName() + "> holds ${" + reference.group(1)
                            + ":...}, which this check does not look up: write the value itself, or ${env:NAME}");
                }
            }
        }
        for (ImmutableNode child : element.getChildren()) {
            noReferenceElsewhere(child);
        }
    }

    private static SAXParser parser() throws SAXException {
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            SAXParser parser = factory.newSAXParser();
            parser.setProperty("http://xml.org/sax/properties/lexical-handler", new NoDoctype());
            return parser;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("Every Java has such a parser", e);
        }
    }

    private static final class NoDoctype extends DefaultHandler2 {
        @Override
        public void startDTD(String name, String publicId, String systemId) throws SAXException {
            throw new SAXException(
                    "it has a DOCTYPE, which could open other files and ask other machines: it was not read");
        }

        @Override
        public InputSource resolveEntity(String name, String publicId, String baseUri, String systemId)
                throws SAXException {
            throw new SAXException("it names another document: it was not read");
        }

        /** Thrown on as an exception, and not written to the standard error. */
        @Override
        public void fatalError(org.xml.sax.SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
