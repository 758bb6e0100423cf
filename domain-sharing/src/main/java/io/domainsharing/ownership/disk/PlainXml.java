// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.disk;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.ext.DefaultHandler2;
import org.xml.sax.helpers.DefaultHandler;

/**
 * XML that somebody else may have written, looked at before a reader follows what it names. It has no DOCTYPE, whose entities open
 * other files and ask other machines, and of <code>${...}</code> nothing but {@code env} and the file's own keys: commons-configuration
 * looks up files, URLs and more. Looking opens nothing. Stateless.
 */
public final class PlainXml {
    /** The one kind of reference that may stand there, as it does in James's own files. */
    public static final String ENVIRONMENT = "env";

    /** Where container engines and systemd lay secrets. */
    private static final Pattern LAID_OUT_SECRET =
            Pattern.compile("\\$\\{file:UTF-8:/run/(?:secrets|credentials/\\w[\\w.@-]{0,127})/\\w[\\w.-]{0,127}}");

    /** As long as the name of any kind of reference could be. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^:}]{0,64}):");

    private PlainXml() {}

    /** It names something elsewhere; the message says what, and quotes no value. */
    public static final class NotPlain extends IOException {
        private static final long serialVersionUID = 1L;

        NotPlain(String message) {
            super(message);
        }
    }

    /**
     * The same octets, so that what has been looked at is what is read.
     *
     * @throws NotPlain they have a DOCTYPE
     * @throws SAXException they are no XML; the message may quote them
     */
    public static byte[] requirePlain(byte[] octets) throws NotPlain, SAXException {
        parse(octets, new NoDoctype());
        return octets;
    }

    /** Has a handler told of what there is; the same is refused. */
    static void parse(byte[] octets, DefaultHandler handler) throws NotPlain, SAXException {
        try {
            parser().parse(new ByteArrayInputStream(octets), handler);
        } catch (SAXException e) {
            if (e.getCause() instanceof NotPlain refused) {
                throw refused;
            }
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("Octets in memory can be read", e);
        }
    }

    /**
     * Goes through a whole tree: each part that is taken out of a configuration looks references up anew.
     *
     * @throws NotPlain an element or attribute holds another reference
     */
    public static void requireNoReferenceElsewhere(ImmutableNode element) throws NotPlain {
        requireNoReference(element, false);
    }

    /**
     * As {@link #requireNoReferenceElsewhere}, but that the whole text of a <code>&lt;secret&gt;</code> may be a file in {@code
     * /run/secrets} or {@code /run/credentials}: no message quotes what is read there.
     *
     * @throws NotPlain an element or attribute holds another reference
     */
    public static void requireNoReferenceButToSecrets(ImmutableNode element) throws NotPlain {
        requireNoReference(element, true);
    }

    private static void requireNoReference(ImmutableNode element, boolean secretsToo) throws NotPlain {
        boolean isLaidOut = secretsToo
                && element.getNodeName().equals("secret")
                && element.getAttributes().isEmpty()
                && LAID_OUT_SECRET.matcher(String.valueOf(element.getValue())).matches();
        if (isLaidOut) {
            return;
        }
        for (Object text : Stream.concat(
                        Optional.ofNullable(element.getValue()).stream(), element.getAttributes().values().stream())
                .toList()) {
            Matcher reference = REFERENCE.matcher(String.valueOf(text));
            while (reference.find()) {
                if (!reference.group(1).equals(ENVIRONMENT)) {
                    throw new NotPlain("<" + element.getNodeName() + "> holds ${" + reference.group(1)
                            + ":...}, which this reader does not look up: write the value itself, or ${env:NAME}");
                }
            }
        }
        for (ImmutableNode child : element.getChildren()) {
            requireNoReference(child, secretsToo);
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
            throw new SAXException(new NotPlain(
                    "it has a DOCTYPE, which could open other files and ask other machines: it was not read"));
        }

        @Override
        public InputSource resolveEntity(String name, String publicId, String baseUri, String systemId)
                throws SAXException {
            throw new SAXException(new NotPlain("it names another document: it was not read"));
        }

        /** Thrown on as an exception, and not written to the standard error. */
        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
