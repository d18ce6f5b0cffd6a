package io.tocsin.channel.template;

/** A template cannot be used; the message names the file and the line, and says what is wrong. */
class TemplateMistake extends IllegalArgumentException {

    TemplateMistake(String message) {
        super(message);
    }
}
