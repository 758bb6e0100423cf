// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.conf;

import io.domainsharing.commandline.edit.Changes;
import io.domainsharing.commandline.edit.EditedText;
import io.domainsharing.commandline.edit.NotEditableException;
import io.domainsharing.commandline.edit.SourceText;
import io.domainsharing.commandline.edit.TextEdit;
import io.domainsharing.commandline.edit.XmlElement;
import io.domainsharing.commandline.edit.XmlText;
import java.util.ArrayList;
import java.util.List;

/** Collects the changes of one file. Not thread-safe. */
final class FileEdits {
    /** What the marked places of james-conf/ begin with. */
    static final String MARK = "Domain Sharing: ";

    private static final String UNIT = "    ";

    private final SourceText source;
    private final List<TextEdit> edits = new ArrayList<>();
    private final List<ByHand> byHand = new ArrayList<>();

    FileEdits(SourceText source) {
        this.source = source;
    }

    static String comment(String text) {
        return "<!-- " + MARK + text + " -->";
    }

    SourceText source() {
        return source;
    }

    void add(TextEdit edit) {
        edits.add(edit);
    }

    void byHand(String why, List<String> lines) {
        byHand.add(new ByHand(source.name(), why, lines));
    }

    /** Lines before an element, indented as it is. */
    void before(XmlElement element, List<String> lines, String why) {
        add(source.before(element.start(), source.indent(element.start()), lines, why));
    }

    /** Lines behind an element, indented as it is. */
    void behind(XmlElement element, List<String> lines, String why) {
        add(source.behind(element.end(), source.indent(element.start()), lines, why));
    }

    /** Lines in the place of an element, indented as it is. */
    void replace(XmlElement element, List<String> lines, String why) {
        add(source.replace(element.start(), element.end(), source.indent(element.start()), lines, why));
    }

    /** Lines at the end of an element that has an end tag, indented as its children are. */
    void atEnd(XmlElement element, List<String> lines, String why) {
        add(source.before(element.contentEnd(), childIndent(element), lines, why));
    }

    /** How one level is indented below an element: as its first child is, or by four blanks. */
    String unit(XmlElement element) {
        String own = source.indent(element.start());
        String ofChildren = childIndent(element);
        return ofChildren.startsWith(own) && ofChildren.length() > own.length()
                ? ofChildren.substring(own.length())
                : UNIT;
    }

    private String childIndent(XmlElement element) {
        String own = source.indent(element.start());
        return element.children().stream()
                .findFirst()
                .map(child -> source.indent(child.start()))
                .filter(indent -> indent.length() > own.length())
                .orElse(own + (own.startsWith("\t") ? "\t" : UNIT));
    }

    /** The lines of an element as they stand, to be written elsewhere on the same level. */
    List<String> linesOf(XmlElement element) {
        String indent = source.indent(element.start());
        return source.text()
                .substring(element.start(), element.end())
                .lines()
                .map(line -> line.startsWith(indent) ? line.substring(indent.length()) : line)
                .toList();
    }

    List<ByHand> byHand() {
        return List.copyOf(byHand);
    }

    /**
     * The file with all changes.
     *
     * @throws NotEditableException XML would be none any more
     */
    EditedText make() throws NotEditableException {
        EditedText edited = Changes.make(source, edits);
        if (edited.isChanged() && source.name().endsWith(".xml")) {
            XmlText.requireWellFormed(edited.after());
        }
        return edited;
    }
}
