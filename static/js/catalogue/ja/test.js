// @ts-check
// Texts of the browser code in Japanese: what is of the page that tests.

import { learn } from '../../page/say.js';

learn('ja', {
  '{check}: {state}.': '{check}：{state}。',
  'The test runs.': 'テストを実行しています。',
  'Run again': 'もう一度テスト',
  Waiting: '待機中',
  Running: '実行中',
  'Your turn': '回答待ち',
  Passed: '問題なし',
  Failed: '問題あり',
  Skipped: '省略',
  'If the browser asks, allow the camera.': 'ブラウザーに尋ねられたら、カメラを許可してください。',
  'Say something, so that there is sound to hear.': '音が聞こえるように、何か話してください。',
  'Two notes are played now.': '今から音を二つ鳴らします。',
  'Each way to the relay is tried.': '中継への各経路を試しています。',
  'This page calls itself.': 'このページが自分自身と通話しています。',
  'This browser has everything that calls need.': 'このブラウザーには通話に必要なものがそろっています。',
  'The camera gives a picture of {width} by {height} points.': 'カメラから{width}×{height}ピクセルの映像が届いています。',
  'The microphone is on, and sound was heard.': 'マイクはオンで、音が聞こえました。',
  'You heard the two notes.': '二つの音が聞こえました。',
  'The service answered in {ms} milliseconds.': 'サービスは{ms}ミリ秒で応答しました。',
  'Messages go to the service and back. The way there and back took {ms} milliseconds.': 'メッセージはサービスとの間を往復しています。往復に{ms}ミリ秒かかりました。',
  'Others can look for this browser in your network, and from the internet.': 'ほかの人は、あなたのネットワークからもインターネットからも、このブラウザーを探せます。',
  'Voice, picture and data arrived. The way there and back took {ms} milliseconds.': '音声、映像、データが届きました。往復に{ms}ミリ秒かかりました。',
  'This browser can call. It keeps nothing for this page, so your name and choices are forgotten each time.':
    'このブラウザーで通話できます。このページのために何も保存しないため、あなたの名前と設定は毎回忘れられます。',
  'The microphone is on. This browser does not let the page measure whether it hears something.': 'マイクはオンです。このブラウザーでは、マイクに音が入っているかをページで測れません。',
  'Data arrived. There was no camera and no microphone to send from.': 'データが届きました。送信元となるカメラとマイクはありませんでした。',
  'This service has no relay. Where two networks let no direct call through, calls fail.': 'このサービスには中継がありません。二つのネットワークの間で直接の通話が通らない場合、通話はつながりません。',
  'This service keeps its relay for people in a channel, so it is not tested here.': 'このサービスの中継はチャンネルにいる人のためのものなので、ここではテストしません。',
  'The service did not answer, so the page does not know where to look.': 'サービスが応答しなかったため、ページはどこを調べればよいかわかりません。',
  'This browser cannot call here.': 'このブラウザーでは、ここで通話できません。',
  'This page needs a secure address. Open it with https in front, or ask whoever runs this service for such an address.':
    'このページには安全なアドレスが必要です。先頭を https にして開くか、管理者にそのようなアドレスを頼んでください。',
  'This browser has no calls, or they are switched off. Use a current Firefox, Chrome, Edge or Safari.':
    'このブラウザーには通話機能がないか、オフになっています。最新のFirefox、Chrome、Edge、Safariのいずれかを使ってください。',
  'This browser is too old for channels with a key. Use a current Firefox, Chrome, Edge or Safari.':
    'このブラウザーは古いため、鍵のあるチャンネルを使えません。最新のFirefox、Chrome、Edge、Safariのいずれかを使ってください。',
  'The camera is on, but gives no picture. Open its cover, close other programs that use it, or choose another camera.':
    'カメラはオンですが、映像が届きません。カバーを開けるか、カメラを使っているほかのプログラムを閉じるか、別のカメラを選んでください。',
  'The microphone is on, but no sound comes from it. Look for a switch on the microphone or on the keyboard, and at the sound settings of this machine.':
    'マイクはオンですが、音が届きません。マイクかキーボードのスイッチと、この端末の音声設定を確かめてください。',
  'The microphone is on, but hears very little. Speak while the test runs, come nearer, or raise its level in the settings of this machine.':
    'マイクはオンですが、音がとても小さいです。テスト中に話すか、近づくか、この端末の設定で音量を上げてください。',
  'You did not hear the notes. Turn the volume up, look which speaker this machine uses, or plug in headphones.':
    '音が聞こえませんでした。音量を上げるか、この端末が使うスピーカーを確かめるか、ヘッドホンをつないでください。',
  'This browser did not play the notes. Turn the sound on for this page, then run the test again.': 'このブラウザーでは音を再生できませんでした。このページの音声を許可してから、もう一度テストしてください。',
  'The service does not answer. Look whether other pages open; if they do, a firewall, a filter or a VPN may be in the way.':
    'サービスが応答しません。ほかのページが開くか確かめてください。開くなら、ファイアウォール、フィルター、VPNのいずれかに遮られているのかもしれません。',
  'Too many ask this service from your network at once. Wait a minute, then run the test again.': 'あなたのネットワークからこのサービスへの要求が一度に多すぎます。一分待ってから、もう一度テストしてください。',
  'The service is very busy and gave your browser a task that it did not finish. Wait a minute, then run the test again.':
    'サービスがとても混み合っていて、お使いのブラウザーでは出された課題が終わりませんでした。一分待ってから、もう一度テストしてください。',
  'The service is busy. Wait a moment, then run the test again.': 'サービスが混み合っています。しばらく待ってから、もう一度テストしてください。',
  'The page opens, but no lasting connection to the service does. A filter or proxy in your network may block WebSockets: try another network, or switch a VPN or filter off.':
    'ページは開きますが、サービスとの継続的な接続を開けません。ネットワークのフィルターやプロキシがWebSocketを遮っているのかもしれません。別のネットワークを試すか、VPNやフィルターをオフにしてください。',
  'A connection to the service opens, but nothing comes back through it. A filter or proxy in your network may hold it back: try another network.':
    'サービスとの接続は開きますが、何も返ってきません。ネットワークのフィルターやプロキシに止められているのかもしれません。別のネットワークを試してください。',
  'The browser finds no way over which others could reach it. An extension or a setting for privacy may forbid direct connections.':
    'ほかの人がこのブラウザーに届く経路が見つかりません。拡張機能やプライバシー設定が直接の接続を禁じているのかもしれません。',
  'The relay does not answer. A firewall may block it: try another network. Calls that go without a relay still work.':
    '中継が応答しません。ファイアウォールに遮られているのかもしれません。別のネットワークを試してください。中継を使わない通話はできます。',
  'The relay answers, but does not take what this service gave for it. Tell whoever runs this service: the shared secret or the clocks may differ.':
    '中継は応答しましたが、このサービスが渡した情報を受け付けません。管理者に知らせてください。共有の秘密か時計が食い違っているのかもしれません。',
  'The relay has no place left at this moment. Try again later, and tell whoever runs this service if it stays so.':
    '今、中継に空きがありません。あとでもう一度お試しください。変わらないときは、管理者に知らせてください。',
  'The relay answers with an error. Tell whoever runs this service.': '中継がエラーを返しました。管理者に知らせてください。',
  'This page could not call itself. An extension, a firewall on this machine or a setting for privacy may forbid calls.':
    'このページは自分自身と通話できませんでした。拡張機能、この端末のファイアウォール、プライバシー設定のいずれかが通話を禁じているのかもしれません。',
  'The connection came about, but data did not arrive. Load the page again; if it stays so, use another browser.':
    '接続はできましたが、データが届きませんでした。ページを読み込み直してください。変わらないときは、別のブラウザーを使ってください。',
  'The connection came about, but voice or picture did not arrive. Load the page again; if it stays so, use another browser.':
    '接続はできましたが、音声か映像が届きませんでした。ページを読み込み直してください。変わらないときは、別のブラウザーを使ってください。',
  'Something happened that this page does not know. Load it again; if it stays so, send the report.': 'このページが知らない問題が起きました。読み込み直してください。変わらないときは、レポートを送ってください。',
  'This page may not use your camera. Allow it in the address bar of the browser, then run the test again.':
    'このページにはカメラの使用が許可されていません。ブラウザーのアドレスバーで許可してから、もう一度テストしてください。',
  'The settings of this machine keep the browser from your camera. Allow it there, then run the test again.':
    'この端末の設定により、ブラウザーはカメラを使えません。設定で許可してから、もう一度テストしてください。',
  'The question about your camera was closed. Run the test again to be asked again.': 'カメラの確認が閉じられました。もう一度テストすると、また確認されます。',
  'No camera was found. Plug one in, then run the test again. Without one you can still call by voice.':
    'カメラが見つかりませんでした。つないでから、もう一度テストしてください。カメラがなくても、音声で通話できます。',
  'Another program is using your camera. Close that program, then run the test again.': '別のプログラムがカメラを使っています。そのプログラムを閉じてから、もう一度テストしてください。',
  'Your camera did not start. Unplug it and plug it in again, or restart the browser.': 'カメラが起動しませんでした。いったん外してつなぎ直すか、ブラウザーを再起動してください。',
  'This page may not use your microphone. Allow it in the address bar of the browser, then run the test again.':
    'このページにはマイクの使用が許可されていません。ブラウザーのアドレスバーで許可してから、もう一度テストしてください。',
  'The settings of this machine keep the browser from your microphone. Allow it there, then run the test again.':
    'この端末の設定により、ブラウザーはマイクを使えません。設定で許可してから、もう一度テストしてください。',
  'The question about your microphone was closed. Run the test again to be asked again.': 'マイクの確認が閉じられました。もう一度テストすると、また確認されます。',
  'No microphone was found. Plug one in, then run the test again. Without one you can still listen and write.':
    'マイクが見つかりませんでした。つないでから、もう一度テストしてください。マイクがなくても、聞くことと書くことはできます。',
  'Another program is using your microphone. Close that program, then run the test again.': '別のプログラムがマイクを使っています。そのプログラムを閉じてから、もう一度テストしてください。',
  'Your microphone did not start. Unplug it and plug it in again, or restart the browser.': 'マイクが起動しませんでした。いったん外してつなぎ直すか、ブラウザーを再起動してください。',
  'Two notes were played. Did you hear them?': '音を二つ鳴らしました。聞こえましたか？',
  'The relay is there by UDP, after {ms} milliseconds.': 'UDPで中継につながります。{ms}ミリ秒かかりました。',
  'By UDP it does not answer, which makes calls through it slower.': 'UDPでは応答がないため、中継を使う通話が遅くなります。',
  'The relay is there by TCP, after {ms} milliseconds.': 'TCPで中継につながります。{ms}ミリ秒かかりました。',
  'By TCP it does not answer.': 'TCPでは応答がありません。',
  'The relay is there by TLS, after {ms} milliseconds.': 'TLSで中継につながります。{ms}ミリ秒かかりました。',
  'By TLS it does not answer.': 'TLSでは応答がありません。',
  'Look at the failed checks, then send the report to whoever runs this service.': '問題のある項目を確かめてから、このサービスの管理者にレポートを送ってください。',
  'One question is left: did you hear the two notes?': '質問が一つ残っています。二つの音は聞こえましたか？',
  'Whatever could be tested works. You are ready to call.': 'テストできたものはすべて動いています。通話の準備ができました。',
  'Everything works. You are ready to call.': 'すべて動いています。通話の準備ができました。',
  '{count} ways to this browser were found, in your own network.': {
    other: 'このブラウザーへの経路が、あなたのネットワーク内に{count}件見つかりました。',
  },
});
