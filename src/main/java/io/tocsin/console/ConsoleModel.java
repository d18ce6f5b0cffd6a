package io.tocsin.console;

import io.tocsin.console.view.Ui;
import io.tocsin.console.view.UiFactory;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Adds the common model of each page. */
@ControllerAdvice(basePackageClasses = ConsoleModel.class)
class ConsoleModel {

    private final UiFactory uis;

    ConsoleModel(UiFactory uis) {
        this.uis = uis;
    }

    @ModelAttribute("ui")
    Ui ui() {
        return uis.current();
    }
}
