// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.edit;

import io.domainsharing.ownership.disk.PlainXml;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/**
 * Finds the elements of an XML file in its text. An XML parser has found the text well-formed and without DOCTYPE before; what is left
 * to know of XML is where tags, comments, CDATA sections and processing instructions begin and end (XML 1.0, sections 2.4 to 2.7, 3.1).
 */
public final class XmlText {
    private static final Pattern ENCODING =
            Pattern.compile("\\A(?:\u00ef\u00bb\u00bf)?<\\?xml[^>]*?encoding\\s*=\\s*[\"']([^\"']*)[\"']");
    /** Those in which each octet below 128 is ASCII, wherever it stands. */
    private static final Pattern ASCII_BASED = Pattern.compile("utf-8|us-ascii|iso-8859-[0-9]{1,2}|windows-125[0-9]");

    private static final Pattern NAME = Pattern.compile("[^\\s/>=]+");
    private static final Pattern ATTRIBUTE =
            Pattern.compile("\\G\\s++([^\\s/>=]++)\\s*+=\\s*+(\"([^\"]*+)\"|'([^']*+)')");

    private final String text;
    private final Deque<XmlElement> open = new ArrayDeque<>();
    private @Nullable XmlElement root;

    private XmlText(String text) {
        this.text = text;
    }

    /**
     * The root of a file.
     *
     * @throws NotEditableException it is no XML, has a DOCTYPE, or is written in a charset in which ASCII cannot be told from the rest
     */
    public static XmlElement parse(SourceText source) throws NotEditableException {
        requireWellFormed(source);
        return new XmlText(source.text()).root();
    }

    /**
     * Has a parser look at it.
     *
     * @throws NotEditableException as {@link #parse}
     */
    public static void requireWellFormed(SourceText source) throws NotEditableException {
        Matcher encoding = ENCODING.matcher(source.text());
        String charset = encoding.find() ? encoding.group(1).toLowerCase(Locale.ROOT) : "utf-8";
        if (source.text().indexOf('\0') >= 0 || !ASCII_BASED.matcher(charset).matches()) {
            throw new NotEditableException("is written in a charset other than UTF-8, ISO 8859 or Windows 125x");
        }
        try {
            PlainXml.requirePlain(source.octets());
        } catch (IOException e) {
            throw new NotEditableException("cannot be edited: " + e.getMessage());
        } catch (SAXException e) {
            throw new NotEditableException("is no XML: " + e.getMessage());
        }
    }

    private XmlElement root() throws NotEditableException {
        for (int at = 0; at < text.length(); ) {
            int tag = text.indexOf('<', at);
            if (tag < 0) {
                break;
            }
            characters(text.substring(at, tag));
            at = markup(tag);
        }
        if (root == null) {
            throw new NotEditableException("has no element");
        }
        return root;
    }

    private void characters(String characters) {
        XmlElement element = open.peek();
        if (element != null) {
            element.append(characters);
        }
    }

    private int markup(int tag) {
        if (text.startsWith("<!--", tag)) {
            return behind("-->", tag);
        }
        if (text.startsWith("<![CDATA[", tag)) {
            int end = behind("]]>", tag);
            characters(text.substring(tag + "<![CDATA[".length(), end - "]]>".length()));
            return end;
        }
        if (text.startsWith("<?", tag)) {
            return behind("?>", tag);
        }
        if (text.startsWith("</", tag)) {
            int end = behind(">", tag);
            open.pop().closed(tag, end);
            return end;
        }
        return startTag(tag);
    }

    private int startTag(int tag) {
        Matcher name = NAME.matcher(text);
        name.find(tag + 1);
        XmlElement element = new XmlElement(name.group(), tag);
        int at = name.end();
        Matcher attribute = ATTRIBUTE.matcher(text);
        while (attribute.region(at, text.length()).lookingAt()) {
            boolean isDouble = attribute.group(3) != null;
            element.put(
                    attribute.group(1),
                    new XmlElement.Value(
                            isDouble ? attribute.group(3) : attribute.group(4), attribute.start(isDouble ? 3 : 4)));
            at = attribute.end();
        }
        int end = behind(">", at);
        element.opened(end);
        XmlElement parent = open.peek();
        if (parent == null) {
            root = element;
        } else {
            parent.add(element);
        }
        if (text.charAt(end - 2) != '/') {
            open.push(element);
        }
        return end;
    }

    private int behind(String mark, int from) {
        return text.indexOf(mark, from) + mark.length();
    }
}
