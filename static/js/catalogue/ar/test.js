// @ts-check
// Texts of the browser code in Arabic: what is of the page that tests.

import { learn } from '../../page/say.js';

learn('ar', {
  '{check}: {state}.': '{check}: {state}.',
  'The test runs.': 'الاختبار جارٍ.',
  'Run again': 'إعادة الاختبار',
  Waiting: 'في الانتظار',
  Running: 'قيد التنفيذ',
  'Your turn': 'دورك',
  Passed: 'نجح',
  Failed: 'فشل',
  Skipped: 'تم تخطيه',
  'If the browser asks, allow the camera.': 'إن سأل المتصفّح، فيُرجى السماح بالكاميرا.',
  'Say something, so that there is sound to hear.': 'يُرجى قول شيء، ليكون هناك صوت يُسمع.',
  'Two notes are played now.': 'تُشغّل الآن نغمتان.',
  'Each way to the relay is tried.': 'تجري تجربة كل طريق إلى خادم الترحيل.',
  'This page calls itself.': 'تتصل هذه الصفحة بنفسها.',
  'This browser has everything that calls need.': 'في هذا المتصفّح كل ما تحتاج إليه المكالمات.',
  'The camera gives a picture of {width} by {height} points.': 'تعطي الكاميرا صورة من {width} في {height} نقطة.',
  'The microphone is on, and sound was heard.': 'الميكروفون يعمل، وسُمع صوت.',
  'You heard the two notes.': 'سمعت النغمتين.',
  'The service answered in {ms} milliseconds.': 'استجابت الخدمة خلال {ms} ملّي ثانية.',
  'Messages go to the service and back. The way there and back took {ms} milliseconds.':
    'تذهب الرسائل إلى الخدمة وتعود. استغرق الذهاب والإياب {ms} ملّي ثانية.',
  'Others can look for this browser in your network, and from the internet.': 'يمكن للآخرين البحث عن هذا المتصفّح في شبكتك ومن الإنترنت.',
  'Voice, picture and data arrived. The way there and back took {ms} milliseconds.': 'وصل الصوت والصورة والبيانات. استغرق الذهاب والإياب {ms} ملّي ثانية.',
  'This browser can call. It keeps nothing for this page, so your name and choices are forgotten each time.':
    'يستطيع هذا المتصفّح إجراء المكالمات. لا يحفظ شيئًا لهذه الصفحة، فيُنسى اسمك واختياراتك كل مرة.',
  'The microphone is on. This browser does not let the page measure whether it hears something.':
    'الميكروفون يعمل. لا يتيح هذا المتصفّح للصفحة قياس ما إذا كان يلتقط شيئًا.',
  'Data arrived. There was no camera and no microphone to send from.': 'وصلت البيانات. لم تكن هناك كاميرا ولا ميكروفون للإرسال منهما.',
  'This service has no relay. Where two networks let no direct call through, calls fail.':
    'ليس لهذه الخدمة خادم ترحيل. حيث لا تسمح شبكتان بمكالمة مباشرة، تفشل المكالمات.',
  'This service keeps its relay for people in a channel, so it is not tested here.': 'تخصّص هذه الخدمة خادم الترحيل لمن هم في قناة، فلا يُختبر هنا.',
  'The service did not answer, so the page does not know where to look.': 'لم تستجب الخدمة، فلا تعرف الصفحة أين تبحث.',
  'This browser cannot call here.': 'لا يستطيع هذا المتصفّح إجراء المكالمات هنا.',
  'This page needs a secure address. Open it with https in front, or ask whoever runs this service for such an address.':
    'تحتاج هذه الصفحة إلى عنوان آمن. يُرجى فتحها مع https في أولها، أو طلب عنوان كهذا من مشغّل الخدمة.',
  'This browser has no calls, or they are switched off. Use a current Firefox, Chrome, Edge or Safari.':
    'لا مكالمات في هذا المتصفّح، أو أنها معطّلة. يُرجى استخدام إصدار حديث من Firefox أو Chrome أو Edge أو Safari.',
  'This browser is too old for channels with a key. Use a current Firefox, Chrome, Edge or Safari.':
    'هذا المتصفّح أقدم من أن يستخدم القنوات ذات المفتاح. يُرجى استخدام إصدار حديث من Firefox أو Chrome أو Edge أو Safari.',
  'The camera is on, but gives no picture. Open its cover, close other programs that use it, or choose another camera.':
    'الكاميرا تعمل، لكنها لا تعطي صورة. يُرجى فتح غطائها، أو إغلاق البرامج الأخرى التي تستخدمها، أو اختيار كاميرا أخرى.',
  'The microphone is on, but no sound comes from it. Look for a switch on the microphone or on the keyboard, and at the sound settings of this machine.':
    'الميكروفون يعمل، لكن لا يأتي منه صوت. يُرجى البحث عن مفتاح تشغيل في الميكروفون أو لوحة المفاتيح، والتحقق من إعدادات الصوت في هذا الجهاز.',
  'The microphone is on, but hears very little. Speak while the test runs, come nearer, or raise its level in the settings of this machine.':
    'الميكروفون يعمل، لكنه لا يلتقط إلا القليل. يُرجى الكلام أثناء الاختبار، أو الاقتراب، أو رفع مستواه في إعدادات هذا الجهاز.',
  'You did not hear the notes. Turn the volume up, look which speaker this machine uses, or plug in headphones.':
    'لم تُسمع النغمتان. يُرجى رفع مستوى الصوت، أو التحقق من مكبّر الصوت الذي يستخدمه هذا الجهاز، أو توصيل سماعات.',
  'This browser did not play the notes. Turn the sound on for this page, then run the test again.':
    'لم يشغّل هذا المتصفّح النغمتين. يُرجى تفعيل الصوت لهذه الصفحة، ثم إعادة الاختبار.',
  'The service does not answer. Look whether other pages open; if they do, a firewall, a filter or a VPN may be in the way.':
    'الخدمة لا تستجيب. يُرجى التحقق مما إذا كانت صفحات أخرى تُفتح؛ فإن فُتحت، فربما يعترض الطريق جدار حماية أو مرشِّح أو شبكة VPN.',
  'Too many ask this service from your network at once. Wait a minute, then run the test again.':
    'تصل إلى هذه الخدمة طلبات كثيرة جدًا من شبكتك في آنٍ واحد. يُرجى الانتظار دقيقة، ثم إعادة الاختبار.',
  'The service is very busy and gave your browser a task that it did not finish. Wait a minute, then run the test again.':
    'الخدمة مشغولة جدًا، وأعطت متصفّحك مهمة لم يُكملها. يُرجى الانتظار دقيقة، ثم إعادة الاختبار.',
  'The service is busy. Wait a moment, then run the test again.': 'الخدمة مشغولة. يُرجى الانتظار قليلًا، ثم إعادة الاختبار.',
  'The page opens, but no lasting connection to the service does. A filter or proxy in your network may block WebSockets: try another network, or switch a VPN or filter off.':
    'تُفتح الصفحة، لكن لا يُفتح اتصال دائم بالخدمة. ربما يحجب مرشِّح أو وكيل في شبكتك اتصالات WebSocket: يُرجى تجربة شبكة أخرى، أو إيقاف شبكة VPN أو المرشِّح.',
  'A connection to the service opens, but nothing comes back through it. A filter or proxy in your network may hold it back: try another network.':
    'يُفتح اتصال بالخدمة، لكن لا يعود عبره شيء. ربما يحجزه مرشِّح أو وكيل في شبكتك: يُرجى تجربة شبكة أخرى.',
  'The browser finds no way over which others could reach it. An extension or a setting for privacy may forbid direct connections.':
    'لا يجد المتصفّح طريقًا يمكن للآخرين الوصول إليه عبره. ربما تمنع إضافة أو إعداد للخصوصية الاتصالات المباشرة.',
  'The relay does not answer. A firewall may block it: try another network. Calls that go without a relay still work.':
    'خادم الترحيل لا يستجيب. ربما يحجبه جدار حماية: يُرجى تجربة شبكة أخرى. المكالمات التي لا تحتاج إلى خادم ترحيل تعمل رغم ذلك.',
  'The relay answers, but does not take what this service gave for it. Tell whoever runs this service: the shared secret or the clocks may differ.':
    'خادم الترحيل يستجيب، لكنه لا يقبل ما أعطته هذه الخدمة له. يُرجى إبلاغ مشغّل الخدمة: ربما يختلف السر المشترك أو تختلف الساعات.',
  'The relay has no place left at this moment. Try again later, and tell whoever runs this service if it stays so.':
    'لا مكان في خادم الترحيل حاليًا. يُرجى المحاولة لاحقًا، وإبلاغ مشغّل الخدمة إن بقي الأمر كذلك.',
  'The relay answers with an error. Tell whoever runs this service.': 'يردّ خادم الترحيل بخطأ. يُرجى إبلاغ مشغّل الخدمة.',
  'This page could not call itself. An extension, a firewall on this machine or a setting for privacy may forbid calls.':
    'لم تتمكن هذه الصفحة من الاتصال بنفسها. ربما تمنع المكالمات إضافة أو جدار حماية في هذا الجهاز أو إعداد للخصوصية.',
  'The connection came about, but data did not arrive. Load the page again; if it stays so, use another browser.':
    'تم الاتصال، لكن البيانات لم تصل. يُرجى تحميل الصفحة من جديد؛ وإن بقي الأمر كذلك، فيُرجى استخدام متصفّح آخر.',
  'The connection came about, but voice or picture did not arrive. Load the page again; if it stays so, use another browser.':
    'تم الاتصال، لكن الصوت أو الصورة لم يصل. يُرجى تحميل الصفحة من جديد؛ وإن بقي الأمر كذلك، فيُرجى استخدام متصفّح آخر.',
  'Something happened that this page does not know. Load it again; if it stays so, send the report.':
    'حدث شيء لا تعرفه هذه الصفحة. يُرجى تحميلها من جديد؛ وإن بقي الأمر كذلك، فيُرجى إرسال التقرير.',
  'This page may not use your camera. Allow it in the address bar of the browser, then run the test again.':
    'لا يُسمح لهذه الصفحة باستخدام الكاميرا. يُرجى السماح بذلك في شريط عنوان المتصفّح، ثم إعادة الاختبار.',
  'The settings of this machine keep the browser from your camera. Allow it there, then run the test again.':
    'إعدادات هذا الجهاز تمنع المتصفّح من استخدام الكاميرا. يُرجى السماح بذلك فيها، ثم إعادة الاختبار.',
  'The question about your camera was closed. Run the test again to be asked again.': 'أُغلق السؤال عن الكاميرا. يُرجى إعادة الاختبار ليظهر السؤال من جديد.',
  'No camera was found. Plug one in, then run the test again. Without one you can still call by voice.':
    'لم يُعثر على كاميرا. يُرجى توصيل واحدة، ثم إعادة الاختبار. من دونها تبقى المكالمات الصوتية ممكنة.',
  'Another program is using your camera. Close that program, then run the test again.':
    'يستخدم برنامج آخر الكاميرا. يُرجى إغلاق ذلك البرنامج، ثم إعادة الاختبار.',
  'Your camera did not start. Unplug it and plug it in again, or restart the browser.':
    'لم تعمل الكاميرا. يُرجى فصلها وتوصيلها من جديد، أو إعادة تشغيل المتصفّح.',
  'This page may not use your microphone. Allow it in the address bar of the browser, then run the test again.':
    'لا يُسمح لهذه الصفحة باستخدام الميكروفون. يُرجى السماح بذلك في شريط عنوان المتصفّح، ثم إعادة الاختبار.',
  'The settings of this machine keep the browser from your microphone. Allow it there, then run the test again.':
    'إعدادات هذا الجهاز تمنع المتصفّح من استخدام الميكروفون. يُرجى السماح بذلك فيها، ثم إعادة الاختبار.',
  'The question about your microphone was closed. Run the test again to be asked again.':
    'أُغلق السؤال عن الميكروفون. يُرجى إعادة الاختبار ليظهر السؤال من جديد.',
  'No microphone was found. Plug one in, then run the test again. Without one you can still listen and write.':
    'لم يُعثر على ميكروفون. يُرجى توصيل واحد، ثم إعادة الاختبار. من دونه يبقى الاستماع والكتابة ممكنين.',
  'Another program is using your microphone. Close that program, then run the test again.':
    'يستخدم برنامج آخر الميكروفون. يُرجى إغلاق ذلك البرنامج، ثم إعادة الاختبار.',
  'Your microphone did not start. Unplug it and plug it in again, or restart the browser.':
    'لم يعمل الميكروفون. يُرجى فصله وتوصيله من جديد، أو إعادة تشغيل المتصفّح.',
  'Two notes were played. Did you hear them?': 'شُغّلت نغمتان. هل سمعتهما؟',
  'The relay is there by UDP, after {ms} milliseconds.': 'يمكن الوصول إلى خادم الترحيل عبر UDP، خلال {ms} ملّي ثانية.',
  'By UDP it does not answer, which makes calls through it slower.': 'لا يستجيب عبر UDP، وهذا يبطئ المكالمات التي تمر عبره.',
  'The relay is there by TCP, after {ms} milliseconds.': 'يمكن الوصول إلى خادم الترحيل عبر TCP، خلال {ms} ملّي ثانية.',
  'By TCP it does not answer.': 'لا يستجيب عبر TCP.',
  'The relay is there by TLS, after {ms} milliseconds.': 'يمكن الوصول إلى خادم الترحيل عبر TLS، خلال {ms} ملّي ثانية.',
  'By TLS it does not answer.': 'لا يستجيب عبر TLS.',
  'Look at the failed checks, then send the report to whoever runs this service.': 'يُرجى النظر في الفحوص الفاشلة، ثم إرسال التقرير إلى مشغّل هذه الخدمة.',
  'One question is left: did you hear the two notes?': 'بقي سؤال واحد: هل سمعت النغمتين؟',
  'Whatever could be tested works. You are ready to call.': 'يعمل كل ما أمكن اختباره. يمكنك إجراء المكالمات.',
  'Everything works. You are ready to call.': 'كل شيء يعمل. يمكنك إجراء المكالمات.',
  '{count} ways to this browser were found, in your own network.': {
    zero: 'لم يُعثر على طرق إلى هذا المتصفّح في شبكتك.',
    one: 'عُثر على طريق واحد إلى هذا المتصفّح، في شبكتك نفسها.',
    two: 'عُثر على طريقين إلى هذا المتصفّح، في شبكتك نفسها.',
    few: 'عُثر على {count} طرق إلى هذا المتصفّح، في شبكتك نفسها.',
    many: 'عُثر على {count} طريقًا إلى هذا المتصفّح، في شبكتك نفسها.',
    other: 'عُثر على {count} طريق إلى هذا المتصفّح، في شبكتك نفسها.',
  },
}, { rightToLeft: true });
