package io.tocsin.channel.template;

/** A template cannot be used; the message names the file and the line, and says what is wrong. */
class InvalidTemplateException extends IllegalArgumentException {

    InvalidTemplateException(String message) {
        super(message);
    }
}
